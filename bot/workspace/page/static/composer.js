// Writing: the box, examples to click, files to drop.

import { inSuggestions, open as openSuggestions, suggest, take } from "./complete.js";
import { notice, post } from "./net.js";
import { here } from "./panes.js";

const grows = CSS.supports("field-sizing", "content");

function fit(box) {
  if (grows) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function set(box, text) {
  box.value = text;
  fit(box);
  suggest(box);
}

// Sending

async function send(form) {
  const box = form.elements.text;
  const text = box.value.trim();
  if (!text) return;
  set(box, "");
  form.querySelector(":scope > .chips")?.remove(); // examples for a thread that begins; what the app suggests stays
  const answer = await post("/page/say", { channel: here().channel, thread_ts: form.dataset.threadTs, text });
  if (!answer.ok && !box.value) set(box, text);
}

async function upload(form, file) {
  const box = form.elements.text;
  const text = box.value.trim();
  const sign = form.querySelector(".attach");
  sign.setAttribute("aria-busy", "true");
  const answer = await post("/page/file", { channel: here().channel, thread_ts: form.dataset.threadTs, text, file });
  sign.removeAttribute("aria-busy");
  if (answer.ok) set(box, "");
}

function composerFor(element) {
  return element.closest("[data-composer]")
    ?? document.querySelector(element.closest("#thread") ? "#thread [data-composer]" : "#channel [data-composer]");
}

function example(button) {
  const form = composerFor(button);
  button.closest("details")?.removeAttribute("open");
  if (button.dataset.file) {
    sample(form, button.dataset.file);
    form.elements.text.focus({ preventScroll: true });
    return;
  }
  set(form.elements.text, button.dataset.example);
  send(form);
  form.elements.text.focus({ preventScroll: true });
}

// Files

// A text is pasted, a mail dropped.
async function sample(form, name) {
  const answer = await fetch(`/page/static/samples/${name}`);
  if (!name.endsWith(".txt")) return upload(form, new File([await answer.blob()], name, { type: "message/rfc822" }));
  set(form.elements.text, await answer.text());
  return send(form);
}

function dropping(on) {
  document.body.classList.toggle("dropping", on);
}

function startFiles() {
  let inside = 0;
  const holdsFile = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => { if (holdsFile(event)) dropping(++inside > 0); });
  addEventListener("dragleave", (event) => { if (holdsFile(event)) dropping(--inside > 0); });
  addEventListener("dragover", (event) => { if (holdsFile(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    inside = 0;
    dropping(false);
    const form = composerFor(event.target);
    for (const file of event.dataTransfer.files) if (form) upload(form, file);
  });
  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.("[data-composer]");
    if (form) for (const file of event.clipboardData.files) upload(form, file);
  });
}

export function start() {
  document.querySelectorAll("[data-composer] textarea").forEach((box) => { fit(box); suggest(box); });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-composer] textarea")) return;
    notice("");
    fit(event.target);
    suggest(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.matches?.("[data-composer] textarea") || event.isComposing) return;
    if (openSuggestions(box) && inSuggestions(event, box)) {
      fit(box);
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("[data-attach]") || !input.files.length) return;
    upload(input.form, input.files[0]);
    input.value = "";
  });
  document.addEventListener("mousedown", (event) => {
    // Before the box loses the focus to the click.
    const option = event.target.closest(".suggestions [role=option]");
    if (!option) return;
    event.preventDefault();
    take(option.closest("form").elements.text, option);
    fit(option.closest("form").elements.text);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-example]");
    if (button) example(button);
  });
  startFiles();
  // As in Slack, one can write at once; on a phone the keyboard would cover the page.
  if (matchMedia("(hover: hover)").matches && !document.querySelector("#thread textarea, dialog[open]")) {
    document.querySelector("#channel [data-composer] textarea")?.focus({ preventScroll: true });
  }
}
