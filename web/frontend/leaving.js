// What is typed and not handed in: kept as a draft where there is one, asked about before it is left.
import { ask } from "./asking.js";

const unsaved = new Map();      // form -> counts what was typed in it
let count = 0;
const holdsText = (form) => form?.matches("form[method=post]:not([role=search]), form[data-keep]");

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (holdsText(form) && !form.closest("dialog")) unsaved.set(form, (count += 1));
});
document.addEventListener("reset", (event) => unsaved.delete(event.target));

const left = () => [...unsaved.keys()].filter((form) => form.isConnected);
// Sending this form would leave what stands typed in another one.
export const leavesUnsaved = (form) => left().some((each) => each !== form);
export const handedIn = (form) => unsaved.delete(form);
export const stillUnsaved = (form) => unsaved.set(form, (count += 1));

window.addEventListener("beforeunload", (event) => {
  if (!left().length) return;
  event.preventDefault();
  rememberForReload();
});

// ---- drafts: each form's own line saves it; chosen files cannot be kept with it ----

const lineOf = (form) => form.querySelector("[data-draft]");
const withFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((each) => each.files.length);
const saving = new WeakMap();   // line -> what had been typed when it began to save

document.addEventListener("htmx:before:request", (event) => {
  const line = event.detail.ctx?.sourceElement;
  if (line?.matches?.("[data-draft]")) saving.set(line, unsaved.get(line.closest("form")));
});
document.addEventListener("htmx:after:swap", (event) => {
  const line = event.detail.ctx?.sourceElement;
  if (!line?.matches?.("[data-draft]") || line.querySelector(".wrong")) return;
  const form = line.closest("form");
  if (unsaved.get(form) === saving.get(line) && !withFiles(form)) unsaved.delete(form);
});

async function saveDrafts() {
  await Promise.all(left().map((form) => {
    const line = lineOf(form);
    if (!line) return null;
    return new Promise((resolve) => {
      const done = (event) => {
        if (event.detail.ctx?.sourceElement !== line) return;
        document.removeEventListener("htmx:finally:request", done);
        resolve();
      };
      document.addEventListener("htmx:finally:request", done);
      line.dispatchEvent(new Event("flush"));
    });
  }));
}

// Another form of the page (search, language, signing out, giving back) leads away from what is
// typed: what can be kept is kept, and for the rest somebody is asked. True: go.
export async function mayLeave(form) {
  await saveDrafts();
  const others = left().filter((each) => each !== form);
  if (!others.length) return true;
  const { leaving, leave, stay } = document.body.dataset;
  if (!(await ask(leaving, leave, stay))) return false;
  others.forEach((each) => unsaved.delete(each));
  return true;
}

// ---- a page that is loaded anew has again what stood typed in it ----

const PLACE = "typed before the page was loaded anew";
const plain = (input) => input.name && !["hidden", "password", "file", "submit"].includes(input.type);

function rememberForReload() {
  const forms = left().map((form) => ({
    action: form.getAttribute("action"),
    inputs: [...form.elements].filter((each) => each.matches("input, select, textarea") && plain(each))
      .map((each) => [each.name, each.value, each.checked]),
  }));
  try { sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, forms })); } catch { /* full */ }
}

export function bringBack() {
  const kept = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (!kept || performance.getEntriesByType("navigation")[0]?.type !== "reload") return;
  const { path, forms } = JSON.parse(kept);
  if (path !== location.pathname) return;
  for (const { action, inputs } of forms) {
    const form = [...document.forms].find((each) => each.getAttribute("action") === action);
    if (!form) continue;
    const there = [...form.elements].filter((each) => each.matches("input, select, textarea") && plain(each));
    inputs.forEach(([name, value, checked]) => {
      const once = ["radio", "checkbox"];
      const input = there.find((each) => each.name === name && (!once.includes(each.type) || each.value === value));
      if (!input) return;
      if (once.includes(input.type)) input.checked = checked;
      else {
        input.value = value;
        there.splice(there.indexOf(input), 1);      // several of one name: each its own
      }
    });
    setTimeout(() => {      // when htmx listens, so that the draft is kept and the preview asked for
      const first = there[0] || form.querySelector("textarea");
      first?.dispatchEvent(new Event("input", { bubbles: true }));
      first?.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
