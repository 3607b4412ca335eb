// The channel and the thread beside it: opening, closing, and putting messages in their places.

import { fetchPage } from "./net.js";

const NEAR_END = 120; // px: closer than that, the reader is at the end and wants to stay there
const TOGETHER = 300; // seconds between a person's messages that are shown as one
const finger = matchMedia("(hover: none)");

const body = document.body;
const thread = () => document.getElementById("thread");
export const here = () => ({ channel: body.dataset.channel, root: thread().dataset.root });
const logs = () => document.querySelectorAll("[data-log]");

function frame(root) {
  document.querySelector(".workspace").classList.toggle("with-thread", Boolean(root));
  thread().dataset.root = root;
  body.dataset.pane = root ? "thread" : "channel";
}

// Versions count the changes of one run of the server; another run's cannot be compared.
function older(version, other) {
  const [[run, count], [otherRun, otherCount]] = [version.split("-"), other.split("-")];
  return run === otherRun && Number(count) < Number(otherCount);
}

// What the server showed before news that came here since would take that news away again: ask anew.
async function fresh(url) {
  const page = await fetchPage(url);
  return older(page.body.dataset.version, body.dataset.version) ? fresh(url) : page;
}

export async function openThread(url, remember = true) {
  const page = await fresh(url);
  thread().replaceChildren(...page.getElementById("thread").childNodes);
  if (remember) history.pushState({}, "", url);
  frame(page.getElementById("thread").dataset.root);
  settle(thread());
  if (!finger.matches) thread().querySelector("textarea")?.focus();
}

export function closeThread(remember = true) {
  const { channel, root } = here();
  if (remember) history.pushState({}, "", `/c/${channel}`);
  frame("");
  thread().replaceChildren();
  document.getElementById(`m-${root}`)?.querySelector("[data-thread]")?.focus();
}

// After a lost connection, or when the list of places changed: the server knows best.
export async function refresh() {
  const page = await fresh(location.href);
  body.dataset.version = page.body.dataset.version;
  const places = (part) => [...part.querySelectorAll("[data-place]")].map((place) => place.dataset.place).join();
  const composer = (part) => Boolean(part.querySelector("#channel [data-composer]"));
  if (composer(document) !== composer(page)) return location.reload(); // archived, or taken back
  const list = places(document) === places(page) ? [] : ["#sidebar"];
  for (const selector of [...list, "#messages", "#thread .log", "#channel .notices", "#channel .channel-menu"]) {
    const now = document.querySelector(selector);
    const then = page.querySelector(selector);
    if (now && then) now.replaceWith(then);
    else if (now) now.remove();
  }
  settle(document);
}

function settle(part) {
  for (const log of part.querySelectorAll("[data-log]")) {
    regroup(log);
    log.parentElement.scrollTop = log.parentElement.scrollHeight;
  }
}

function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

// Puts a message's HTML where its time has it, in the place of an earlier state of it.
export function put(log, html, mine) {
  const pane = log.parentElement;
  const atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR_END;
  const message = parse(html);
  const old = document.getElementById(message.id);
  if (old) {
    // Nobody wants each step of a check read aloud; the end is.
    if (message.querySelector(".task.pending, .task.in_progress")) message.setAttribute("aria-live", "off");
    carryOver(old, message);
  } else {
    message.classList.add("fresh");
    const next = [...log.children].find((other) => other.dataset.ts > message.dataset.ts);
    log.insertBefore(message, next ?? null);
    pane.querySelector("[data-empty]")?.remove();
  }
  regroup(log);
  if (atEnd || (mine && !old)) pane.scrollTop = pane.scrollHeight;
}

// An edit must not take away the focus of someone who is using the message.
function carryOver(old, message) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && [...old.querySelectorAll(focused.tagName)].indexOf(focused);
  const same = focused?.dataset.action;
  old.replaceWith(message);
  if (!focused) return;
  const heir = same
    ? message.querySelector(`[data-action="${CSS.escape(same)}"]`)
    : message.querySelectorAll(focused.tagName)[again];
  heir?.focus({ preventScroll: true });
}

export function remove(ts) {
  for (const prefix of ["m", "t"]) document.getElementById(`${prefix}-${ts}`)?.remove();
  logs().forEach(regroup);
}

function regroup(log) {
  let before = null;
  for (const message of log.children) {
    const plain = !message.matches(".ephemeral") && !message.querySelector(".avatar.app");
    const follows = plain && before !== null && before.dataset.user === message.dataset.user
      && message.dataset.ts - before.dataset.ts < TOGETHER
      && !(log.dataset.log === "t" && before === log.firstElementChild);
    message.classList.toggle("follows", follows);
    before = plain ? message : null;
  }
}

export function start() {
  settle(document);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("a[data-thread]");
    const closer = event.target.closest("a[data-close-thread]");
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(opener || closer)) return;
    event.preventDefault();
    if (opener) openThread(opener.href).catch(() => location.assign(opener.href));
    else closeThread();
  });
  document.addEventListener("keydown", (event) => {
    const busy = document.querySelector("dialog[open], details[open]");
    if (event.key === "Escape" && !event.defaultPrevented && !busy && thread().contains(event.target)) closeThread();
  });
  addEventListener("popstate", () => {
    const url = new URL(location.href);
    if (url.pathname !== `/c/${here().channel}`) location.reload();
    else if (url.searchParams.has("thread")) openThread(location.href, false).catch(() => location.reload());
    else closeThread(false);
  });
}
