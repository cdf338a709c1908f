// The list of what is being sent: two files at once, the others wait. One bad file does not stop the others.

import { deletePhotograph } from "./device_store.js";
import { data } from "./dom.js";
import { Lost, Paused, send, Unattached } from "./sending.js";
import { fileSize } from "./sizes.js";

/** @typedef {import("./device_store.js").StoredFile} StoredFile */
/** @typedef {{ stored: StoredFile, row: ReturnType<typeof line>, isPaused: boolean }} Upload */

const AT_ONCE = 2;
const AGAIN_MS = 15000;

/**
 * @param {string} label
 * @param {() => void} act
 */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/**
 * The line of one file in the list: its picture, name and size, and how far it is.
 * @param {HTMLElement} list
 * @param {StoredFile} stored
 * @param {HTMLElement} texts
 */
function line(list, stored, texts) {
  const item = document.createElement("li");
  const picture = document.createElement("img");
  picture.alt = "";
  picture.width = picture.height = 40;
  picture.src = URL.createObjectURL(stored.file);
  picture.addEventListener("error", () => picture.remove());
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", stored.name);
  const title = `${stored.name} (${fileSize(stored.file.size)})`;
  name.textContent = title;
  item.append(picture, name);
  list.append(item);
  return {
    /** @param {() => void} pause */
    start: (pause) => {
      name.textContent = title;
      name.className = "";
      bar.value = 0;
      item.replaceChildren(picture, name, bar, button(data(texts, "pause"), pause));
    },
    /** @param {number} share */
    progress: (share) => {
      bar.value = share;
    },
    done: () => {
      URL.revokeObjectURL(picture.src);
      item.remove();
    },
    /** @param {() => void} goOn */
    paused: (goOn) => {
      item.replaceChildren(picture, name, bar, button(data(texts, "resume"), goOn));
    },
    waits: () => {
      name.textContent = `${title}: ${data(texts, stored.isOnlyInPage ? "notKept" : "lost")}`;
      item.replaceChildren(picture, name);
    },
    /** @param {string} text */
    note: (text) => {
      name.textContent = `${title}: ${text}`;
      item.replaceChildren(picture, name);
    },
    /**
     * @param {string} reason
     * @param {() => void} again
     * @param {() => void} remove
     */
    failed: (reason, again, remove) => {
      name.textContent = `${title}: ${reason}`;
      name.className = "error";
      const away = button(data(texts, "remove"), () => {
        item.remove();
        remove();
      });
      item.replaceChildren(picture, name, button(data(texts, "again"), again), away);
    },
  };
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} texts The element that carries addresses and sentences as `data-…`.
 * @param {string} token
 * @param {(stored: StoredFile, version: number | null) => void} onSent With the version of the report it was attached to.
 * @returns {(stored: StoredFile) => void} Puts one file into the queue.
 */
export function createQueue(list, texts, token, onSent) {
  /** @type {Upload[]} */
  const waiting = [];
  let busy = 0;

  const next = () => {
    while (busy < AT_ONCE) {
      const one = waiting.shift();
      if (!one) return;
      busy += 1;
      let pause = () => {
        one.isPaused = true;
      };
      one.isPaused = false;
      one.row.start(() => pause());
      /** @type {import("./sending.js").Hold} */
      const hold = (stop) => {
        pause = stop;
        if (one.isPaused) stop();
      };
      send(one.stored, texts, token, one.row.progress, hold)
        .then(async (version) => {
          onSent(one.stored, version);
          await arrived(one);
          one.row.done();
        })
        .catch(async (failure) => {
          const again = () => {
            waiting.push(one);
            next();
          };
          if (failure instanceof Paused) one.row.paused(again);
          else if (failure instanceof Lost) later(one);
          else if (failure instanceof Unattached) {
            onSent(one.stored, typeof failure.cause === "number" ? failure.cause : null);
            await arrived(one);
            one.row.note(failure.message);
          } else one.row.failed(failure.message, again, () => deletePhotograph(one.stored.id));
        })
        .finally(() => {
          busy -= 1;
          next();
        });
    }
  };
  /**
   * If it cannot be deleted here, the next page sends it again; the id is the same, so the server stores it once.
   * @param {Upload} one
   */
  const arrived = async (one) => {
    await deletePhotograph(one.stored.id).catch(() => {});
    document.body.dispatchEvent(new CustomEvent("photographs"));
  };
  /** @param {Upload} one */
  const later = (one) => {
    one.row.waits();
    const again = () => {
      clearTimeout(turn);
      window.removeEventListener("online", again);
      waiting.push(one);
      next();
    };
    const turn = setTimeout(again, AGAIN_MS);
    window.addEventListener("online", again);
  };
  return (stored) => {
    waiting.push({ stored, row: line(list, stored, texts), isPaused: false });
    next();
  };
}
