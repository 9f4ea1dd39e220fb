// Says before sending that a file is too large; the server says the same to whoever has no script.
document.querySelectorAll("form[data-upload]").forEach((form) => {
  const input = form.querySelector("input[type=file]");
  const check = () => {
    const file = input.files[0];
    const tooLarge = file && file.size > Number(input.dataset.limit);
    input.setCustomValidity(tooLarge ? form.dataset.tooLarge : "");
    return !tooLarge;
  };
  input.addEventListener("change", () => check() || input.reportValidity());
  form.addEventListener("submit", (event) => {
    if (!check()) {
      event.preventDefault();
      input.reportValidity();
    }
  });
});
