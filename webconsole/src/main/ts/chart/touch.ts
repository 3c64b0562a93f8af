import type uPlot from 'uplot';

/** A tap moves the cursor, a horizontal stroke selects a range; a vertical one scrolls the page as ever. */
export function touch(): uPlot.Plugin {
  return { hooks: { ready: install } };
}

function install(u: uPlot): void {
  let startX = 0;
  let startY = 0;
  let selecting = false;
  const place = ({ touches }: TouchEvent) => {
    const box = u.over.getBoundingClientRect();
    const finger = touches[0];
    return { x: (finger?.clientX ?? 0) - box.left, y: (finger?.clientY ?? 0) - box.top };
  };
  const begin = (event: TouchEvent) => {
    ({ x: startX, y: startY } = place(event));
    selecting = false;
    u.setCursor({ left: startX, top: startY });
  };
  const move = (event: TouchEvent) => {
    const { x, y } = place(event);
    selecting ||= Math.abs(x - startX) > 12 && Math.abs(x - startX) > Math.abs(y - startY);
    if (!selecting) return;
    event.preventDefault();
    const left = Math.max(0, Math.min(x, startX));
    u.setSelect({ left, top: 0, width: Math.abs(x - startX), height: u.over.clientHeight }, false);
  };
  const finish = () => {
    if (selecting) u.setSelect({ ...u.select }, true);
    selecting = false;
  };
  u.over.addEventListener('touchstart', begin, { passive: true });
  u.over.addEventListener('touchmove', move, { passive: false });
  u.over.addEventListener('touchend', finish);
}
