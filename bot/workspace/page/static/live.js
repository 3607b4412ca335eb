// What happens while one looks: server-sent events, each with the HTML that the server made of it.

import { show, hide } from "./dialogs.js";
import { notice } from "./net.js";
import { here, put, refresh, remove } from "./panes.js";

const body = document.body;

function message(news) {
  const { channel, root } = here();
  const listOnly = body.dataset.pane === "list" && !document.getElementById("channel").checkVisibility();
  if (news.channel !== channel || listOnly) unread(news);
  if (news.channel !== channel) return;
  const mine = news.user === body.dataset.viewer;
  const log = document.querySelector('[data-log="m"]');
  const thread = document.querySelector('[data-log="t"]');
  if (log && news.html) put(log, news.html, mine);
  if (log && news.rootHtml && document.getElementById(`m-${news.root}`)) put(log, news.rootHtml, false);
  if (thread && news.root === root && news.threadHtml) put(thread, news.threadHtml, mine);
}

function unread(news) {
  const link = document.querySelector(`[data-place="${CSS.escape(news.channel)}"]`);
  if (!news.fresh || !link || news.user === body.dataset.viewer) return;
  const badge = link.querySelector(".unread");
  badge.textContent = Number(badge.textContent) + 1;
  badge.hidden = false;
  link.classList.add("has-unread");
}

function gone(news) {
  remove(news.ts);
  if (news.rootHtml && news.channel === here().channel) message({ ...news, html: "", threadHtml: "" });
}

function home(news) {
  const held = document.querySelector("[data-home]");
  if (!held) return;
  const holder = document.createElement("template");
  holder.innerHTML = news.html.trim();
  held.replaceWith(holder.content);
}

function status(news) {
  const { channel, root } = here();
  if (news.channel !== channel) return;
  const pane = news.root === root ? "#thread" : "#channel";
  const line = document.querySelector(`${pane} [data-status]`);
  if (line) line.textContent = news.text;
  const prompts = document.querySelector("#channel [data-prompts]");
  if (prompts && news.promptsHtml) prompts.outerHTML = news.promptsHtml;
}

const READERS = {
  message, gone, home, status,
  dialog: (news) => { if (!document.hidden) show(news); }, // it was opened where somebody clicks
  "dialog-gone": (news) => hide(news.id),
  places: () => refresh().catch(() => {}),
};

export function start() {
  // The server sees by the version whether the page missed anything, and has it look anew.
  const source = new EventSource(`/page/events?version=${body.dataset.version}`);
  source.addEventListener("open", () => {
    if (body.dataset.live === "off") notice("");
    body.dataset.live = "on";
  });
  source.addEventListener("error", () => {
    body.dataset.live = "off";
    notice(body.dataset.offline, 0);
  });
  source.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    if (news.kind !== "places") body.dataset.version = event.lastEventId;
    READERS[news.kind]?.(news);
  });
  addEventListener("pagehide", () => source.close());
}
