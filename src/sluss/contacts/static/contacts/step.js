// The contact form saves each change as it is made, and shows at once the questions that an answer calls for.
// Nothing is kept in the browser. Without this script the form works by its buttons.
(() => {
  const form = document.getElementById("step");
  const said = document.getElementById("saved");
  if (!form || !said) return;
  document.documentElement.classList.add("with-script");
  const RETRY = 4000; // milliseconds
  const QUIET = 600; // milliseconds without typing before a text is saved
  let waiting = null; // the timer of the next save
  let saving = false;
  let again = false; // something changed while a save was under way
  let leaving = false;

  const say = (text, lost) => {
    said.textContent = text;
    said.classList.toggle("lost", Boolean(lost));
  };

  // questions that depend on an answer
  const answersTo = (name) => new FormData(form).getAll(name).map(String);
  const callsFor = (question) => {
    const { when, codes, least } = question.dataset;
    if (when === "role") return codes.split(" ").includes(answersTo("role")[0] || form.dataset.role);
    const earlier = form.querySelector(`#q-${CSS.escape(when)}`);
    if (!earlier) return !question.hidden; // asked on an earlier page, so the server has said
    if (earlier.hidden) return false;
    const given = answersTo(when);
    if (least) return given.some((text) => text !== "" && Number(text) >= Number(least));
    return given.some((code) => codes.split(" ").includes(code));
  };
  const showWhatIsAsked = () => {
    for (const question of form.querySelectorAll("[data-when]")) {
      const asked = callsFor(question);
      question.hidden = !asked;
      question.querySelector("[name=shown]").disabled = !asked;
    }
  };

  // "none of these" and "not known" stand alone beside a number, a month or a look-up
  const standAlone = (field) => {
    const question = field.closest(".question");
    if (!question) return;
    const typed = question.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox])");
    const missing = question.querySelectorAll("[name$='--missing']");
    if (!typed.length || !missing.length) return;
    if (field.name.endsWith("--missing") && field.checked) for (const other of typed) other.value = "";
    else if (field.value) for (const other of missing) other.checked = false;
  };

  // one more field to look up in, when those shown are full
  const openFurther = () => {
    for (const group of form.querySelectorAll(".lookups")) {
      const fields = [...group.querySelectorAll("input")];
      const next = fields.find((field) => field.classList.contains("further"));
      if (next && fields.filter((f) => !f.classList.contains("further")).every((f) => f.value)) {
        next.classList.remove("further");
      }
    }
  };

  // a folded list says what is chosen in it
  const sayChosen = () => {
    for (const fold of form.querySelectorAll("details.folded")) {
      const chosen = [...fold.querySelectorAll("input:checked")].map((i) => i.nextElementSibling.textContent);
      const words = fold.querySelector(".chosen");
      words.textContent = chosen.length > 2 ? `${chosen[0]} +${chosen.length - 1}` : chosen.join(", ");
    }
  };

  const showErrors = (errors) => {
    for (const question of form.querySelectorAll(".question")) {
      const code = question.id.slice(2);
      const error = document.getElementById(`error-${code}`);
      error.textContent = errors[code] || "";
      error.hidden = !errors[code];
      error.className = errors[code] ? "error" : "";
      for (const field of question.querySelectorAll("input, select")) {
        if (errors[code]) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
    }
  };

  const later = (milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, milliseconds);
  };

  async function save() {
    if (leaving) return;
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    again = false;
    say(form.dataset.saving);
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Saved-By": "page" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        say(form.dataset.signedOut, true);
        later(RETRY);
      } else if (answer.status >= 500) {
        say(form.dataset.lost, true);
        later(RETRY);
      } else {
        const told = await answer.json();
        if (told.refused) {
          say(told.refused, true);
        } else {
          form.elements.version.value = told.version;
          showErrors(told.errors);
          say(Object.keys(told.errors).length ? form.dataset.mend : told.said, Object.keys(told.errors).length > 0);
        }
      }
    } catch {
      say(form.dataset.lost, true);
      later(RETRY);
    }
    saving = false;
    if (again) later(0);
  }

  form.addEventListener("change", (event) => {
    standAlone(event.target);
    showWhatIsAsked();
    openFurther();
    sayChosen();
    later(0);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea")) later(QUIET);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(waiting);
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("online", () => {
    if (said.classList.contains("lost")) later(0);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && said.classList.contains("lost")) event.preventDefault();
  });
  showWhatIsAsked();
  openFurther();
})();
