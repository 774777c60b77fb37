"use strict";
// Sound, voice and keeping the screen awake: each only if the browser supports it and the user wants it.

const PITCH_HZ = { go: 660, stay: 550, back: 440, move: 660, hold: 660, rest: 330, change: 330, between: 330, end: 880 };
const BEEP_S = 0.12, LOUDNESS = 0.15;

/** Return { beep, say, hush }; browsers allow sound only after a tap. */
export const senses = (wanted) => {
  let audio = null;
  const beep = (kind) => {
    const pitch = PITCH_HZ[kind];
    if (!wanted().sound || !pitch || !("AudioContext" in window)) return;
    audio ??= new AudioContext();
    audio.resume();
    const tone = audio.createOscillator(), gain = audio.createGain(), now = audio.currentTime;
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(LOUDNESS, now);
    gain.gain.exponentialRampToValueAtTime(0.001, now + BEEP_S);
    tone.connect(gain).connect(audio.destination);
    tone.start(now);
    tone.stop(now + BEEP_S);
  };
  const hush = () => { if ("speechSynthesis" in window) speechSynthesis.cancel(); };
  const say = (text) => {
    if (!wanted().voice || !text || !("speechSynthesis" in window)) return;
    hush();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "en";
    speechSynthesis.speak(words);
  };
  return { beep, say, hush };
};

/** Return { on, off } for the screen lock; hiding the page ends the lock, so it is requested again afterwards. */
export const awake = () => {
  let lock = null, wanted = false;
  const ask = async () => {
    if (!wanted || !("wakeLock" in navigator) || document.hidden || (lock && !lock.released)) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null);
  };
  document.addEventListener("visibilitychange", ask);
  return {
    on: () => { wanted = true; return ask(); },
    off: () => { wanted = false; lock?.release(); lock = null; },
  };
};
