"use strict";
// Caches two pages and the exercise pictures for use offline. Nothing else is cached, since it holds people's data.
// The cached player page is empty; it loads the session that the player saved itself.
const KEPT = "dorsi-offline-3";
const PLAYER = ["play", "play_log", "play_open", "play_pain", "play_sense", "play_store", "play_time", "play_view"].map((name) => `/static/${name}.js`);
const FILES = ["/offline", "/play", "/static/report.css", "/static/app.css", "/static/play.css", "/static/app.js", ...PLAYER, "/static/icons/icon.svg"];
const isPlayer = (path) => /^\/people\/\d+\/today\/play$/.test(path);
const isPicture = (path) => path.startsWith("/static/") && path.endsWith(".webp");
const withKept = async (request) => {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    return await cache.match(request) ?? Promise.reject(error);
  }
};
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(isPlayer(path) ? "/play" : "/offline")));
  } else if (event.request.method === "GET" && FILES.includes(path)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(path)));
  } else if (event.request.method === "GET" && isPicture(path)) {
    event.respondWith(withKept(event.request));
  }
});
