// An app's modals: shown, filled in, sent, and put away.

import { chosen } from "./actions.js";
import { post } from "./net.js";

const all = () => document.getElementById("dialogs");

export function show(news) {
  const open = document.getElementById(`view-${news.id}`);
  if (open?.dataset.hash === news.hash) {
    complain(open, news.errors); // the same modal, sent and refused: what was typed stays
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = news.html.trim();
  const dialog = holder.content.firstElementChild;
  open?.remove();
  all().append(dialog);
  present(dialog);
  complain(dialog, news.errors);
}

// One opens it to fill it in, not to close it.
function present(dialog) {
  for (const menu of dialog.querySelectorAll("select[data-current]")) menu.value ||= document.body.dataset.channel;
  dialog.showModal();
  dialog.querySelector("[data-input] :is(input, textarea, select)")?.focus();
}

export function hide(id) {
  const dialog = document.getElementById(`view-${id}`);
  if (dialog) away(dialog);
}

// The browser gives the focus back to what opened it; where that is gone, as a menu's entry is, one goes on writing.
function away(dialog) {
  dialog.close();
  dialog.remove();
  if (document.activeElement !== document.body) return;
  const box = document.querySelector("#thread textarea") ?? document.querySelector("#channel textarea");
  box?.focus({ preventScroll: true });
}

function values(dialog) {
  return [...dialog.querySelectorAll("[data-input] [data-action]")]
    .map((element) => ({ action_id: element.dataset.action, values: chosen(element) }));
}

// What the app, or the page itself, finds wrong, by block; what belongs to no block under all of them.
function complain(dialog, errors) {
  let first = null;
  const trouble = dialog.querySelector(".trouble");
  trouble.textContent = errors[""] ?? "";
  trouble.hidden = !trouble.textContent;
  for (const input of dialog.querySelectorAll("[data-input]")) {
    const text = errors[input.dataset.block] ?? "";
    const line = input.querySelector(".error");
    const control = input.querySelector("[data-action]");
    line.textContent = text;
    line.hidden = !text;
    control.setAttribute("aria-invalid", String(Boolean(text)));
    if (!text) continue;
    first ??= control;
  }
  (first?.querySelector("input") ?? first)?.focus();
}

function missing(dialog) {
  const empty = [...dialog.querySelectorAll("[data-input][data-required]")]
    .filter((input) => chosen(input.querySelector("[data-action]")).join("").trim() === "");
  return Object.fromEntries(empty.map((input) => [input.dataset.block, document.body.dataset.required]));
}

async function submit(form) {
  const dialog = form.closest("dialog");
  const lacks = missing(dialog);
  complain(dialog, lacks);
  if (Object.keys(lacks).length) return;
  const button = form.querySelector(".dialog-foot .primary");
  button?.setAttribute("aria-busy", "true");
  await post("/page/submit", { view: dialog.dataset.view, values: JSON.stringify(values(dialog)) });
  button?.removeAttribute("aria-busy");
}

function dismiss(dialog) {
  away(dialog);
  post("/page/close", { view: dialog.dataset.view });
}

export function start() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-submit]")) return;
    event.preventDefault();
    submit(event.target);
  });
  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-close-view]");
    if (closer) dismiss(closer.closest("dialog"));
  });
  // `cancel` is Escape or a phone's back gesture; it does not bubble.
  document.addEventListener("cancel", (event) => {
    if (!event.target.matches("dialog.modal[data-view]")) return;
    event.preventDefault();
    dismiss(event.target);
  }, true);
}
