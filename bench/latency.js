// The page's half of the latency benchmark. Frames are judged after they are drawn: in a task behind the frame's callbacks.
window.bench = {
  afterFrame: (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", then); port1.start(); port2.postMessage(0);
  }),
  pixels: (canvas) => new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer),
  same: (a, b) => a.length === b.length && a.every((pixel, i) => pixel === b[i]),
  filled: (pixels) => pixels.reduce((sum, pixel) => sum + (pixel >>> 24 > 0), 0),
  picture(root) { // a way to take the picture that is on show: pixels of our canvas, or the address of interact's image
    const canvas = root.querySelector("canvas.descent-canvas");
    if (canvas) return this.pixels(canvas);
    const image = root.querySelector(".jp-OutputArea img");
    return image && image.complete && image.naturalWidth ? image.src : null;
  },
  arm(root, limit) { // from the next key press to the first other picture, in ms; null if none comes
    const before = this.picture(root), differs = (now) => now && (typeof now === "string" ? now !== before : !this.same(now, before));
    let pressed = null;
    addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { capture: true, once: true });
    this.result = new Promise((resolve) => {
      const look = () => {
        const now = performance.now();
        if (pressed !== null && differs(this.picture(root))) resolve(now - pressed);
        else if (pressed !== null && now - pressed > limit) resolve(null);
        else this.afterFrame(look);
      };
      this.afterFrame(look);
    });
  },
  watch(root) { // counts frames, and those in which (almost) nothing is drawn
    const full = this.filled(this.picture(root)), seen = { frames: 0, blank: 0 };
    const look = () => {
      if (!this.watching) return;
      const canvas = root.querySelector("canvas.descent-canvas");
      const shown = canvas && canvas.getClientRects().length && getComputedStyle(canvas).visibility === "visible";
      seen.frames++; seen.blank += !shown || this.filled(this.pixels(canvas)) < 0.1 * full;
      this.afterFrame(look);
    };
    this.watching = true; this.seen = seen; this.afterFrame(look);
  },
  stop() { this.watching = false; return this.seen; },
};
