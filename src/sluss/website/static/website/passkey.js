// What went wrong with a passkey is said on the page, not only in the browser's console.
document.addEventListener("allauth.error", (event) => {
  const said = document.querySelector("[data-passkey-trouble]");
  if (!said) return;
  event.preventDefault();
  said.hidden = false;
});
