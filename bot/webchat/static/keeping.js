// What could not be sent, kept on this device until it can be: for a page that is closed, or a phone that goes flat.
// It lies there locked (AES-GCM) under a key that no script can read out, is deleted as soon as all is sent, and is only
// for the talk that it was written in: any other talk deletes it unread. After a day it counts no more, so that it goes
// before our side forgets which messages it has taken.

function createKeeping(mark) {
  const NAME = "sayso";
  const STORE = "unsent";
  const KEPT_FOR = 24 * 60 * 60 * 1000;
  const possible = Boolean(mark && window.indexedDB && window.crypto?.subtle);
  let used = false;
  let last = Promise.resolve();

  function ended(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // Opens the database. Unless it is to be made, one that is not there stays so: the promise is refused.
  function opened(make) {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      if (make) {
        request.result.createObjectStore(STORE);
      } else {
        request.transaction.abort();
      }
    };
    return ended(request);
  }

  async function write(entries) {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(entries));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
    const database = await opened(true);
    try {
      const store = database.transaction(STORE, "readwrite").objectStore(STORE);
      await ended(store.put({ mark, until: Date.now() + KEPT_FOR, key, iv, locked }, "now"));
    } finally {
      database.close();
    }
  }

  async function read() {
    const database = await opened(false);
    let kept;
    try {
      kept = await ended(database.transaction(STORE).objectStore(STORE).get("now"));
    } finally {
      database.close();
    }
    used = true;
    if (!kept || kept.mark !== mark || kept.until < Date.now()) {
      remove();
      return [];
    }
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, kept.key, kept.locked);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  // Where a browser keeps nothing (some do not in private windows), the page itself still has it all.
  function save(entries) {
    if (!possible) {
      return;
    }
    used = true;
    const kept = entries.map(({ id, field, value, asked }) => ({ id, field, value, asked }));
    last = last.then(() => used && write(kept)).catch(() => {});
  }

  function remove() {
    if (!used || !possible) {
      return;
    }
    used = false;
    last = last.then(() => ended(indexedDB.deleteDatabase(NAME))).catch(() => {});
  }

  function load() {
    return possible ? read().catch(() => []) : Promise.resolve([]);
  }

  return { save, remove, load, isUsed: () => used };
}
