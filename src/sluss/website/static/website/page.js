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
  // on a phone a row of tabs is wider than the screen: the one that is open is brought into view
  for (const tabs of document.querySelectorAll(".tabs")) {
    const open = tabs.querySelector("[aria-current]");
    if (!open) continue;
    const left = open.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
    tabs.scrollLeft += left - (tabs.clientWidth - open.clientWidth) / 2;
  }
});
