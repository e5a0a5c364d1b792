// How a form is sent: once at a time, with a sign of work; after a question where it cannot be
// undone; and what comes back is looked at before anything of the page changes.
import htmx from "htmx.org/dist/htmx.esm.js";
import { ask } from "./asking.js";
import { handedIn, leavesUnsaved, mayLeave, stillUnsaved } from "./leaving.js";
import { inWords, ours, showProblems, tellProblem } from "./problems.js";

// ---- a sign of work ----

const busy = new Set();
function begin(form, button) {
  if (busy.has(form)) return;
  busy.add(form);
  form.setAttribute("aria-busy", "true");
  button?.classList.add("working");
  if (document.getElementById("sending")) return;
  const sign = document.createElement("p");
  sign.id = "sending";
  sign.setAttribute("role", "status");
  sign.textContent = document.body.dataset.sending;
  document.body.append(sign);
}
function end(form) {
  busy.delete(form);
  form.removeAttribute("aria-busy");
  form.querySelectorAll(".working").forEach((button) => button.classList.remove("working"));
  if (!busy.size) document.getElementById("sending")?.remove();
}
window.addEventListener("pageshow", (event) => { if (event.persisted) busy.forEach(end); });

// ---- before it is sent ----

let answered = null;    // the button whose question was just answered with yes
let going = null;       // the form that may leave the page

async function askAndSend(form, button) {
  if (form.hasAttribute("data-rehearse") && !(await wouldBeDone(form, button))) return;
  const { cancel } = document.body.dataset;
  const yes = await ask(button.dataset.confirm, button.textContent.trim(), cancel, {
    danger: button.classList.contains("btn-danger"),
  });
  if (!yes) {
    button.focus();
    return;
  }
  answered = button;
  form.requestSubmit(button);
  answered = null;
}
async function leaveAndSend(form, button) {
  if (!(await mayLeave(form))) return;
  going = form;
  form.requestSubmit(button);
  going = null;
}

document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (form.method === "dialog") return;
  const hold = () => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  if (busy.has(form)) hold();
  else if (button?.dataset.confirm && answered !== button) {
    hold();
    askAndSend(form, button);
  } else if (going !== form && !form.target && leavesUnsaved(form)) {
    hold();
    leaveAndSend(form, button);
  } else if (form.method === "get") handedIn(form);
}, true);

// ---- sending without htmx: a form of its own page is sent like the others ----

function send(form, button, more = {}) {
  const data = new FormData(form, button);
  Object.entries(more).forEach(([name, value]) => data.set(name, value));
  return fetch(button?.getAttribute("formaction") || form.getAttribute("action") || location.href, {
    method: "POST", credentials: "same-origin", headers: { "HX-Request": "true", Accept: "text/html" },
    body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
  });
}

// Everything is checked as if it were handed in; only then it is asked whether to do so.
async function wouldBeDone(form, button) {
  begin(form, button);
  try {
    const answer = await send(form, button, { ask: "1" });
    if (!ours(answer.headers)) tellProblem(inWords(answer.status));
    else if (answer.ok) return true;
    else showProblems(boxIn(await answer.text()));
  } catch {
    tellProblem(inWords(0));
  } finally {
    end(form);
  }
  return false;
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const boxIn = (html) => parsed(html).getElementById("problems");

function showPage(html) {
  const page = parsed(html), main = page.getElementById("main");
  document.getElementById("main").replaceWith(main);
  document.title = page.title;
  htmx.process(main);
  main.querySelectorAll("form[method=post] [name=key]").forEach((key) => {
    if (key.form.querySelector("textarea[hidden]")) stillUnsaved(key.form);    // to be confirmed
  });
  scrollTo(0, 0);
  main.focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  event.preventDefault();
  begin(form, button);
  try {
    const answer = await send(form, button);
    const to = answer.headers.get("HX-Redirect");
    if (!ours(answer.headers)) tellProblem(inWords(answer.status));
    else if (to) {
      handedIn(form);
      location.href = to;
      return;             // the sign of work stays until the next page is there
    } else {
      const html = await answer.text(), box = answer.ok ? null : boxIn(html);
      if (box) showProblems(box);
      else {
        handedIn(form);
        showPage(html);
      }
    }
  } catch {
    tellProblem(inWords(0));
  }
  end(form);
});

// ---- what htmx sends ----

const isForm = (element) => element?.matches?.("form");
const draftLine = (element) => (element?.matches?.("[data-draft]") ? element : null);

function tell(source, text) {
  const line = draftLine(source);
  if (!line) {
    tellProblem(text, isForm(source));
    return;
  }
  const words = document.createElement("span");
  words.className = "wrong";
  words.textContent = text;
  line.replaceChildren(words);
}
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (isForm(ctx.sourceElement)) begin(ctx.sourceElement, ctx.request.submitter);
});
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail, form = ctx.sourceElement;
  if (!ours(ctx.response.headers)) {
    event.preventDefault();
    tell(form, inWords(ctx.response.status));
  } else if (ctx.hx.redirect && isForm(form)) handedIn(form);
});
document.addEventListener("htmx:error", (event) => tell(event.target, inWords(0)));
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (isForm(ctx.sourceElement) && !ctx.hx?.redirect) end(ctx.sourceElement);
});
