// What Slack makes of more than a line: a long paste is a snippet, a mail comes to the channel's address, a message is
// forwarded.

import { notice, post } from "./net.js";
import { here } from "./panes.js";

const LONG = 4000; // characters; a longer paste becomes a snippet

async function paste(form, text) {
  const answer = await post("/page/paste", { channel: here().channel, thread_ts: form.dataset.threadTs, text });
  if (answer.ok) notice(document.body.dataset.snippet);
}

async function mail(input) {
  input.closest("details")?.removeAttribute("open");
  await post("/page/mail", { channel: here().channel, file: input.files[0] });
  input.value = "";
}

const dialog = () => document.getElementById("forward");

function ask(button) {
  const { channel, ts } = button.closest(".message").dataset;
  button.closest("details").removeAttribute("open");
  Object.assign(dialog().dataset, { channel, ts });
  dialog().showModal();
}

async function forward(form) {
  const { channel, ts } = dialog().dataset;
  const answer = await post("/page/forward", { channel, ts, to: form.elements.to.value, text: form.elements.text.value });
  if (!answer.ok) return;
  form.elements.text.value = "";
  dialog().close();
}

export function start() {
  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.("[data-composer]");
    const text = event.clipboardData.getData("text/plain");
    if (!form || text.length <= LONG) return;
    event.preventDefault();
    paste(form, text);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-mail]") && event.target.files.length) mail(event.target);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-forward]");
    if (button) ask(button);
    if (event.target.closest("[data-forward-close]")) dialog().close();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-forward-to]")) return;
    event.preventDefault();
    forward(event.target);
  });
}
