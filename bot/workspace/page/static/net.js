// Talking to the workspace, and saying so when that fails.

export async function post(path, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  try {
    const answer = await fetch(path, { method: "POST", body: form, headers: { Accept: "application/json" } });
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (!answer.ok) notice(said.error ?? `${answer.status} ${answer.statusText}`);
    return { ok: answer.ok, ...said };
  } catch {
    notice(document.body.dataset.offline);
    return { ok: false };
  }
}

export async function fetchPage(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

let fading;

export function notice(text, seconds = 6) {
  const box = document.getElementById("notice");
  box.textContent = text;
  clearTimeout(fading);
  if (seconds) fading = setTimeout(() => { box.textContent = ""; }, seconds * 1000);
}
