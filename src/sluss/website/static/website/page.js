// Small helps for every page; all of Sluss works without them.
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
  // the phone's "more" sheet closes when something else is touched
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details.more[open]")) {
      if (!open.contains(event.target)) open.removeAttribute("open");
    }
  });
});
