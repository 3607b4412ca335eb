// The channel and the thread beside it: opening, closing, and putting messages in their places.

import { fetchPage } from "./net.js";

const NEAR_END = 120; // px: closer than that, the reader is at the end and wants to stay there
const ABOVE = 8; // px left free above a message that is shown from its first line
const TOGETHER = 300; // seconds between a person's messages that are shown as one
const finger = matchMedia("(hover: none)");
const narrow = matchMedia("(max-width: 760px)");

const body = document.body;
const thread = () => document.getElementById("thread");
export const here = () => ({ channel: body.dataset.channel, root: thread().dataset.root });
const logs = () => document.querySelectorAll("[data-log]");

function frame(root) {
  document.querySelector(".workspace").classList.toggle("with-thread", Boolean(root));
  thread().dataset.root = root;
  body.dataset.pane = root ? "thread" : "channel";
  landmarks();
}

// On a narrow screen the one pane that is shown is the main one.
export function landmarks() {
  const alone = (pane) => (narrow.matches && body.dataset.pane === pane ? "main" : null);
  document.querySelector(".workspace").role = alone("list");
  thread().role = alone("thread") ?? "complementary";
}
narrow.addEventListener("change", landmarks);

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

// Where each pane was put for its reader, and the first message there that nobody has read yet.
const placed = new WeakMap();
const unread = new WeakMap();

// Shows the end; of what is longer than the pane, its first line: nobody reads from the last one up.
function place(pane, message) {
  const end = pane.scrollHeight - pane.clientHeight;
  const top = message.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
  pane.scrollTop = Math.min(end, Math.max(0, top - ABOVE));
  placed.set(pane, pane.scrollTop);
}

// Whether the reader is where the pane was put, or at its end, and has not scrolled elsewhere.
function follows(pane) {
  const atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR_END;
  return atEnd || Math.abs(pane.scrollTop - (placed.get(pane) ?? -NEAR_END)) < 2;
}

// Whoever does something has seen what is there.
function read() {
  for (const log of logs()) unread.delete(log.parentElement);
}

function settle(part) {
  for (const log of part.querySelectorAll("[data-log]")) {
    regroup(log);
    const message = log.dataset.log === "t" ? firstUnread(log) : log.lastElementChild;
    if (message) place(log.parentElement, message);
  }
}

// A thread opens at the first reply that came since it was last open; a new one at its beginning.
function firstUnread(log) {
  const seen = sessionStorage.getItem(`seen-${log.dataset.root}`);
  const replies = [...log.children].slice(1);
  remember(log);
  if (seen === null) return log.firstElementChild;
  return replies.find((message) => message.dataset.ts > seen) ?? log.lastElementChild;
}

function remember(log) {
  if (log.dataset.log === "t" && log.lastElementChild) {
    sessionStorage.setItem(`seen-${log.dataset.root}`, log.lastElementChild.dataset.ts);
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
  const following = follows(pane);
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
  remember(log);
  if (!old && (mine || !unread.has(pane))) unread.set(pane, message.id);
  if (following || (mine && !old)) place(pane, document.getElementById(unread.get(pane)) ?? message);
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
  landmarks();
  settle(document);
  for (const kind of ["submit", "pointerdown", "wheel", "keydown"]) addEventListener(kind, read, { passive: true });
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
