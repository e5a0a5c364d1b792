// A question before what cannot be undone. Resolves to true for yes.

export function ask(question, yesWords, noWords, { danger = false } = {}) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    const text = document.createElement("p");
    text.id = "asked";
    text.textContent = question;
    dialog.setAttribute("aria-labelledby", "asked");
    const buttons = document.createElement("form");
    buttons.method = "dialog";
    buttons.className = "actions";
    const no = document.createElement("button");
    no.className = "btn";
    no.value = "no";
    no.textContent = noWords;
    const yes = document.createElement("button");
    yes.className = danger ? "btn btn-danger" : "btn btn-primary";
    yes.value = "yes";
    yes.textContent = yesWords;
    buttons.append(no, yes);
    dialog.append(text, buttons);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
