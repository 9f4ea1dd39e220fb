// The minutes' editor: a few signs at a press, and what is written saved as one goes. Without it the page works too.
"use strict";
for (const form of document.querySelectorAll("form.editor")) {
  const text = form.elements.text;
  const said = form.querySelector("#saved");
  const toolbar = form.querySelector(".toolbar");
  const pause = 4000; // milliseconds after the last key
  let written = text.value;
  let timer = 0;
  let busy = false;

  const changed = (from, to, replacement, selectFrom, selectTo) => {
    text.setRangeText(replacement, from, to, "preserve");
    text.setSelectionRange(selectFrom, selectTo);
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  toolbar.hidden = false;
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { selectionStart: from, selectionEnd: to, value } = text;
    const { around, line } = button.dataset;
    if (around) {
      changed(from, to, around + value.slice(from, to) + around, from + around.length, to + around.length);
      return;
    }
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value.slice(start, to).split("\n");
    const marked = lines.map((each) => line + each).join("\n");
    changed(start, to, marked, from + line.length, to + line.length * lines.length);
  });

  const say = (words, lost) => {
    said.textContent = words;
    said.classList.toggle("lost", lost);
  };

  const save = async () => {
    if (busy || text.value === written) return;
    busy = true;
    const sent = text.value;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
      const { version, said: words } = await answer.json();
      if (answer.ok) {
        form.elements.based_on.value = version;
        written = sent;
      }
      say(words, !answer.ok);
    } catch {
      say(form.dataset.failed, true);
    }
    busy = false;
    if (text.value !== written) timer = setTimeout(save, pause * 2);
  };

  if (form.dataset.autosave) {
    text.addEventListener("input", () => {
      say(form.dataset.unsaved, false);
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    });
  }
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("formaction")) written = text.value;
    clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== written) event.preventDefault();
  });
}
