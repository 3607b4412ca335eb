// What an app's message or view lets one do: buttons, menus, choices; and the page's own small tools.

import { post } from "./net.js";

// What is chosen in an element, as a list: the server knows the element and makes Slack's shape of it.
export function chosen(element) {
  if (element.matches("fieldset")) return [...element.querySelectorAll("input:checked")].map((input) => input.value);
  if (element.matches("select, input, textarea")) return element.value ? [element.value] : [];
  return [element.dataset.value ?? ""];
}

function confirmed(element) {
  const after = element.closest("details, .select, fieldset") ?? element;
  const dialog = after.nextElementSibling;
  if (!dialog?.matches("dialog.confirm")) return Promise.resolve(true);
  return new Promise((resolve) => {
    const answer = (event) => {
      const button = event.target.closest("[data-answer]");
      if (button) dialog.close(button.dataset.answer);
    };
    dialog.returnValue = "";
    dialog.addEventListener("click", answer);
    dialog.addEventListener("close", () => {
      dialog.removeEventListener("click", answer);
      resolve(dialog.returnValue === "confirm");
    }, { once: true });
    dialog.showModal();
  });
}

async function act(element) {
  const view = element.closest("[data-view]");
  const message = element.closest(".message");
  if (element.closest("[data-input]") || !(view || message) || !(await confirmed(element))) return;
  const menu = element.closest("details.menu");
  menu?.removeAttribute("open");
  const sign = menu?.querySelector("summary") ?? element;
  sign.setAttribute("aria-busy", "true");
  await post("/page/click", {
    ...(view ? { view: view.dataset.view } : { channel: message.dataset.channel, ts: message.dataset.ts }),
    action_id: element.dataset.action,
    values: JSON.stringify(chosen(element)),
  });
  sign.removeAttribute("aria-busy");
}

async function copy(button) {
  const label = button.textContent;
  const text = button.parentElement.querySelector("pre").innerText;
  let said = document.body.dataset.copied;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
    said = document.body.dataset.copyFailed;
  }
  button.textContent = said;
  setTimeout(() => { button.textContent = label; }, 2000);
}

function shortcut(button) {
  const { channel, ts } = button.closest(".message")?.dataset ?? { channel: document.body.dataset.channel, ts: "" };
  button.closest("details").removeAttribute("open");
  return post("/page/shortcut", { channel, ts, callback_id: button.dataset.shortcut });
}

function dismiss(button) {
  const { channel, ts } = button.closest(".message").dataset;
  return post("/page/dismiss", { channel, ts });
}

function theme(link) {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  const next = dark ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  fetch(`/page/set?theme=${next}`, { redirect: "manual" });
  link.focus();
}

// A menu that would leave its pane opens upwards.
function turn(menu) {
  const list = menu.querySelector(".menu-list");
  const pane = menu.closest(".scroll, .modal-body");
  if (!list || !pane || !menu.open) return;
  menu.classList.remove("above");
  menu.classList.toggle("above", list.getBoundingClientRect().bottom > pane.getBoundingClientRect().bottom);
}

const DEEDS = [
  ["[data-copy]", copy],
  ["[data-shortcut]", shortcut],
  ["[data-dismiss]", dismiss],
  ["button[data-action], a[data-action]", act],
];

export function start() {
  document.addEventListener("click", (event) => {
    for (const [selector, deed] of DEEDS) {
      const element = event.target.closest(selector);
      if (element) deed(element);
    }
    const toggle = event.target.closest("[data-theme-toggle]");
    if (toggle) {
      event.preventDefault();
      theme(toggle);
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("change", (event) => {
    const element = event.target.closest("select[data-action], fieldset[data-action]");
    if (element) act(element);
  });
  document.addEventListener("toggle", (event) => { if (event.target.matches("details.menu")) turn(event.target); }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (!menu) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const items = [...menu.querySelectorAll(".menu-list :is(button, a)")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = items.indexOf(document.activeElement);
      items[(at + step + items.length) % items.length]?.focus();
      event.preventDefault();
    }
  });
}
