'use client'
import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { lazyComponent } from './lazy-component'

// What places a bubble is large, and few pages open one at once.
const TooltipBubble = lazyComponent(() => import('./tooltip-bubble').then((m) => m.TooltipBubble))

const OPEN_MS = 250
/** Time to reach the bubble with the pointer (WCAG 1.4.13). */
const CLOSE_MS = 150

/** Elements that a tap does nothing else with. */
const doesNothing = ':not(button, a, input, select), [aria-disabled=true]'

/**
 * A text shown on hover, focus or tap of its one child, an element that takes handlers. Set `describes={false}` when the child's name
 * already says the same.
 */
export function Tooltip({
  content,
  children,
  side = 'top',
  describes = true,
}: {
  content: ReactNode
  children: ReactElement<HTMLAttributes<HTMLElement>>
  side?: 'top' | 'right' | 'bottom' | 'left'
  describes?: boolean
}) {
  const id = useId()
  const [anchor, setAnchor] = useState<HTMLElement>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const become = (next: HTMLElement | undefined, ms = 0) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(next), ms)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  const { props } = children
  return (
    <>
      {cloneElement(children, {
        ...(anchor && describes ? { 'aria-describedby': id } : {}),
        onPointerEnter: (event: PointerEvent<HTMLElement>) => {
          props.onPointerEnter?.(event)
          if (event.pointerType === 'mouse') become(event.currentTarget, OPEN_MS)
        },
        onPointerLeave: (event: PointerEvent<HTMLElement>) => {
          props.onPointerLeave?.(event)
          // A finger leaves with each tap.
          if (event.pointerType === 'mouse') become(undefined, CLOSE_MS)
        },
        onPointerDown: (event: PointerEvent<HTMLElement>) => {
          props.onPointerDown?.(event)
          become(undefined)
        },
        onPointerUp: (event: PointerEvent<HTMLElement>) => {
          props.onPointerUp?.(event)
          if (event.pointerType !== 'mouse' && event.currentTarget.matches(doesNothing))
            become(event.currentTarget)
        },
        onFocus: (event: FocusEvent<HTMLElement>) => {
          props.onFocus?.(event)
          // Focus returned from a dialog that was closed with the mouse asks for no tooltip.
          if (event.currentTarget.matches(':focus-visible')) become(event.currentTarget)
        },
        onBlur: (event: FocusEvent<HTMLElement>) => {
          props.onBlur?.(event)
          become(undefined)
        },
      })}
      {anchor && (
        <TooltipBubble
          id={id}
          anchor={anchor}
          side={side}
          onHover={(isOver) => become(isOver ? anchor : undefined, isOver ? 0 : CLOSE_MS)}
          onClose={() => become(undefined)}
        >
          {content}
        </TooltipBubble>
      )}
    </>
  )
}
