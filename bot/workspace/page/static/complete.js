// What a word under the caret may become: a command that begins the text, or somebody's name after an @.

const WORD = /(?:^(\/\S*)|(?:^|\s)(@\S*))$/;

const listOf = (box) => document.getElementById(box.getAttribute("aria-controls"));
const shown = (list) => [...list.children].filter((option) => !option.hidden);

function word(box) {
  const found = WORD.exec(box.value.slice(0, box.selectionStart));
  return found ? found[1] ?? found[2] : null;
}

export const open = (box) => listOf(box)?.hidden === false;

export function suggest(box) {
  const list = listOf(box);
  if (!list) return; // the pane has just been taken away
  const typed = word(box)?.toLowerCase();
  for (const option of list.children) option.hidden = !typed || !option.dataset.name.toLowerCase().startsWith(typed);
  show(box, list, shown(list));
}

function show(box, list, options) {
  list.hidden = options.length === 0;
  pick(box, list, options[0]);
}

function pick(box, list, option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  if (option && !list.hidden) {
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

export function take(box, option) {
  const end = box.selectionStart;
  box.setRangeText(`${option.dataset.name} `, end - word(box).length, end, "end");
  suggest(box);
  box.focus();
}

// Whether the key was for the list.
export function inSuggestions(event, box) {
  const list = listOf(box);
  const options = shown(list);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    pick(box, list, options[(at + steps[event.key] + options.length) % options.length]);
  } else if (event.key === "Tab" || (event.key === "Enter" && options[at]?.dataset.name !== word(box))) {
    take(box, options[at]);
  } else if (event.key === "Escape") {
    show(box, list, []);
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}
