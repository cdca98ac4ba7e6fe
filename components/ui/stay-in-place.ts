/**
 * Keeps what a person is about to press where it is while a dialog grows: at first its buttons, so that it grows upward,
 * and after a press in its content that content.
 */
export function stayInPlace(dialog: HTMLElement): void {
  const hold = (edge: 'top' | 'bottom') => {
    const { top, bottom } = dialog.getBoundingClientRect()
    // In percent, for a window that changes its size.
    const rest = (100 * (edge === 'top' ? top : innerHeight - bottom)) / innerHeight
    Object.assign(dialog.style, {
      translate: '-50% 0',
      top: 'auto',
      bottom: 'auto',
      [edge]: `${rest}%`,
      maxHeight: `calc(${100 - rest}dvh - 1rem)`,
    })
  }
  hold('bottom')
  dialog.addEventListener('pointerdown', ({ target }) =>
    hold(target instanceof Element && target.closest('footer') ? 'bottom' : 'top'),
  )
}
