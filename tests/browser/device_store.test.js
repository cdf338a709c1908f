// What keeps words and photographs on the device: nothing is lost, nobody sees another person's, and it goes once sent.

import * as store from "../../static/js/device_store.js";
import { equal, ok } from "./expect.js";

/** @type {{ values: [string, string][], version: string, title: string }} */
const draft = { values: [["narrative", "كسر في العتبة"]], version: "3", title: "Monumental Arch" };

/** @param {string} name */
const photograph = (name = "IMG_1.jpg") => new File([new Uint8Array([1, 2, 3])], name, { type: "image/jpeg" });

/** @param {string} user */
const signIn = (user) => {
  document.body.dataset.user = user;
};

const changes = () => {
  const seen = { count: 0 };
  window.addEventListener("kept", () => {
    seen.count += 1;
  });
  return seen;
};

export function a_draft_is_there_as_soon_as_it_is_kept() {
  equal(store.saveDraft("r1", draft), true);
  equal(store.draftOf("r1")?.values, draft.values);
  equal(
    store.drafts().map((one) => [one.report, one.title, one.version]),
    [["r1", "Monumental Arch", "3"]],
  );
}

export function the_newest_words_replace_the_older() {
  store.saveDraft("r1", draft);
  store.saveDraft("r1", { ...draft, values: [["narrative", "newer"]] });
  equal(store.draftOf("r1")?.values, [["narrative", "newer"]]);
  equal(store.drafts().length, 1);
}

export function a_draft_goes_once_it_is_forgotten() {
  store.saveDraft("r1", draft);
  store.deleteDraft("r1");
  equal(store.draftOf("r1"), null);
  equal(store.drafts(), []);
}

export function another_person_on_the_same_tablet_sees_no_draft() {
  store.saveDraft("r1", draft);
  signIn("omar");
  equal(store.draftOf("r1"), null);
  equal(store.drafts(), []);
  signIn("rana");
  equal(store.drafts().length, 1);
}

export function an_attached_photograph_moves_the_version_of_the_draft_and_no_word() {
  store.saveDraft("r1", draft);
  store.moveDraft("r1", 4);
  equal([store.draftOf("r1")?.version, store.draftOf("r1")?.values], ["4", draft.values]);
}

export function a_version_that_somebody_else_moved_is_left_for_the_person_to_decide() {
  store.saveDraft("r1", draft);
  store.moveDraft("r1", 7);
  equal(store.draftOf("r1")?.version, "3");
}

export function a_full_storage_is_told_and_breaks_nothing() {
  const piece = "x".repeat(1 << 20);
  try {
    for (let n = 0; n < 20; n += 1) localStorage.setItem(`filler-${n}`, piece);
  } catch {
    // full, as wanted
  }
  const small = { ...draft, values: /** @type {[string, string][]} */ ([["narrative", piece]]) };
  equal(store.saveDraft("r1", small), false);
  localStorage.clear();
  equal(store.saveDraft("r1", draft), true);
}

export function what_another_program_left_under_our_key_is_no_draft() {
  localStorage.setItem("zenobia-draft-r1", "{broken");
  equal(store.draftOf("r1"), null);
  equal(store.drafts(), []);
}

export async function a_photograph_is_on_the_device_with_its_bytes_and_place() {
  const kept = await store.savePhotograph({ report: "r1", url: "/tie", obtainedFrom: "camera_file" }, photograph());
  ok(!kept.isOnlyInPage, "the photograph is in the database");
  const [found] = await store.photographs("r1");
  equal([found.id, found.name, found.report, found.url], [kept.id, "IMG_1.jpg", "r1", "/tie"]);
  equal([...new Uint8Array(await found.file.arrayBuffer())], [1, 2, 3]);
}

export async function photographs_come_back_in_the_order_they_were_taken() {
  for (const name of ["a.jpg", "b.jpg", "c.jpg"]) await store.savePhotograph({ report: "r1" }, photograph(name));
  equal(
    (await store.photographs("r1")).map((one) => one.name),
    ["a.jpg", "b.jpg", "c.jpg"],
  );
  equal((await store.photographs("r2")).length, 0);
}

export async function another_person_on_the_same_tablet_sees_no_photograph() {
  await store.savePhotograph({ report: "r1" }, photograph());
  signIn("omar");
  equal((await store.photographs()).length, 0);
  signIn("rana");
  equal((await store.photographs()).length, 1);
}

export async function a_photograph_goes_once_it_is_forgotten() {
  const kept = await store.savePhotograph({ report: "r1" }, photograph());
  await store.deletePhotograph(kept.id);
  equal((await store.photographs()).length, 0);
}

export async function where_the_device_was_is_added_to_the_photograph_that_is_kept() {
  const kept = await store.savePhotograph({ report: "r1" }, photograph());
  await store.addToPhotograph(kept, { position: { longitude: 38.27, latitude: 34.55 } });
  equal((await store.photographs())[0].position, { longitude: 38.27, latitude: 34.55 });
}

export async function a_database_that_the_phone_closed_is_opened_again() {
  await store.savePhotograph({ report: "r1" }, photograph("before.jpg"));
  // A version change from elsewhere closes the connection that the module holds, as a phone short of memory does.
  const open = IDBDatabase.prototype.transaction;
  let isClosed = true;
  IDBDatabase.prototype.transaction = function (...words) {
    if (isClosed) {
      isClosed = false;
      this.close();
    }
    return open.apply(this, words);
  };
  const kept = await store.savePhotograph({ report: "r1" }, photograph("after.jpg"));
  ok(!kept.isOnlyInPage, "the second photograph is in the database");
  equal((await store.photographs()).length, 2);
}

export async function without_a_database_the_photograph_says_that_it_is_not_kept() {
  IDBFactory.prototype.open = () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
  const kept = await store.savePhotograph({ report: "r1" }, photograph());
  equal(kept.isOnlyInPage, true);
  equal(await store.photographs(), []);
}

export async function every_change_is_announced_to_the_page() {
  const seen = changes();
  store.saveDraft("r1", draft);
  const kept = await store.savePhotograph({ report: "r1" }, photograph());
  await store.deletePhotograph(kept.id);
  store.deleteDraft("r1");
  equal(seen.count, 4);
}

export async function clearing_the_device_leaves_nothing_of_this_person_and_everything_of_others() {
  signIn("omar");
  store.saveDraft("r9", draft);
  signIn("rana");
  store.saveDraft("r1", draft);
  await store.savePhotograph({ report: "r1" }, photograph());
  await store.clearThisDevice();
  equal([store.drafts(), await store.photographs()], [[], []]);
  signIn("omar");
  equal(store.drafts().length, 1);
}

export function ids_are_uuids_even_without_https() {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  ok(uuid.test(store.newId()), "a version 4 UUID");
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  ok(uuid.test(store.newId()), "a version 4 UUID without randomUUID");
}
