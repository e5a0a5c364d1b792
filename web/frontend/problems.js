// What is wrong, in words: at the top of the page and at each field that the server names.

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function describe(input, note) {
  const known = (input.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean);
  if (!known.includes(note.id)) input.setAttribute("aria-describedby", [...known, note.id].join(" "));
}
function describedNoMore(note) {
  all(`[aria-describedby~="${CSS.escape(note.id)}"]`).forEach((input) => {
    const left = input.getAttribute("aria-describedby").split(/\s+/).filter((id) => id !== note.id);
    if (left.length) input.setAttribute("aria-describedby", left.join(" "));
    else input.removeAttribute("aria-describedby");
  });
}

// A note stands with its input: inside the fieldset that it concerns, else in the field around it.
export function noteAt(input, kind) {
  const place = input.matches("fieldset") ? input
    : input.closest("[data-field]") || input.closest(".field") || input.parentElement;
  const note = document.createElement("p");
  note.className = "field-problem";
  note.id = `${input.id}-${kind}`;
  place.append(note);
  describe(input, note);
  return note;
}

export function markProblems(lead = true) {
  all("[data-marked]").forEach((note) => {
    describedNoMore(note);
    note.remove();
  });
  all("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  const box = document.getElementById("problems");
  if (!box) return;
  all("[data-problem]", box).forEach((link) => {
    const input = document.getElementById(link.dataset.problem);
    if (!input) return;
    input.setAttribute("aria-invalid", "true");
    const note = noteAt(input, "problem");
    note.dataset.marked = "";
    note.textContent = link.textContent;
  });
  if (lead && box.hasAttribute("data-focus")) {
    box.focus();
    box.scrollIntoView({ block: "center" });
  }
}

// The box stands on every page once it is needed.
export function problemBox() {
  let box = document.getElementById("problems");
  if (!box) {
    box = document.createElement("div");
    box.id = "problems";
    const main = document.getElementById("main");
    const after = main.querySelector("h1");
    if (after) after.after(box);
    else main.prepend(box);
  }
  return box;
}

// What was said to be done a moment ago is old as soon as something is refused.
const sayNoLonger = () => all(".done[role=status]").forEach((note) => note.remove());

export function showProblems(found, lead = true) {
  sayNoLonger();
  problemBox().replaceWith(found);
  markProblems(lead);
}

export function tellProblem(text, lead = true) {
  if (lead) sayNoLonger();
  const box = problemBox();
  box.className = "problems";
  box.setAttribute("role", "alert");
  box.setAttribute("tabindex", "-1");
  box.textContent = text;
  if (!lead) return;
  box.focus();
  box.scrollIntoView({ block: "center" });
}

// What was asked of fields that are gone is asked no more.
export function forgetProblems() {
  const box = document.getElementById("problems");
  if (!box) return;
  const empty = document.createElement("div");
  empty.id = "problems";
  empty.className = "problems";
  box.replaceWith(empty);
  markProblems(false);
}

// Who answered was not this system (a proxy before it, or nobody): its words for the person.
// Every answer to a script bears a header of ours; what bears none is never put into a page.
export const ours = (headers) => headers.has("HX-Answered");
export function inWords(status) {
  const { offline, tooLarge, noAnswer, otherAnswer } = document.body.dataset;
  if (!status) return offline;
  if (status === 413) return tooLarge;
  return (status >= 500 ? noAnswer : otherAnswer).replace("{code}", status);
}
