// Keeps the app of the door on the phone, so that it opens without a network. It keeps the page, its style and its
// programs, never the list: that stands in the page's own store and goes with the session.
"use strict";
const CACHE = "sciweek-door-{{ version }}{{ scope }}";
const SHELL = "{{ shell }}";
const SCOPE = "{{ scope }}";
const FILES = {{ files|safe }};
const PATIENCE = 4000;
const PAGE = new RegExp(`^${SCOPE}[^/]+/$`);

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  // Of this language alone: the scope of another one may end alike.
  const old = (name) => name !== CACHE && name.replace(/^sciweek-door-[0-9a-f]{12}/, "") === SCOPE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A network that neither answers nor fails is none: the volunteer has a queue before the door.
async function page(request) {
  const late = new Promise((_done, failed) => setTimeout(() => failed(new Error("late")), PATIENCE));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    return caches.match(SHELL, { cacheName: CACHE });
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate" && PAGE.test(address.pathname) && address.pathname !== SHELL) {
    event.respondWith(page(event.request));
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(
      caches.match(event.request, { cacheName: CACHE }).then((kept) => kept || fetch(event.request)),
    );
  }
});
