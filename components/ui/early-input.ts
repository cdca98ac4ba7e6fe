import { type Ref, useCallback, useEffect, useRef } from 'react'
import { useIsAwake } from '@/lib/client/use-now'

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * A ref for a control that the server may render, in place of `given`. What a person typed or chose before the page's code
 * ran reaches `onChange` once it runs. React does not notice it, and would write the old value over it.
 */
export function useEarlyInput<C extends Control>(given: Ref<C> | undefined) {
  // A control made in the browser has only what React gave it.
  const isFirst = useRef(!useIsAwake())
  const handOver = useRef<() => void>(undefined)
  useEffect(() => {
    // The form's own effects come after this one, and set its initial values.
    if (handOver.current) queueMicrotask(handOver.current)
    handOver.current = undefined
  }, [])
  return useCallback(
    (node: C | null) => {
      const typed = node && isFirst.current && isTouched(node) ? stateOf(node) : undefined
      if (node) isFirst.current = false
      if (node && typed !== undefined)
        // By then another render, or a form that sets its initial values, may have written over it.
        handOver.current = () => change(node, isTouched(node) ? stateOf(node) : typed)
      return attach(given, node)
    },
    [given],
  )
}

const isToggle = (node: Control): node is HTMLInputElement =>
  node instanceof HTMLInputElement && (node.type === 'checkbox' || node.type === 'radio')

const stateOf = (node: Control): string | boolean => (isToggle(node) ? node.checked : node.value)

/** Whether the control differs from what the server rendered. */
function isTouched(node: Control): boolean {
  if (node instanceof HTMLSelectElement) {
    const initial = [...node.options].findIndex((option) => option.defaultSelected)
    return node.selectedIndex !== Math.max(initial, 0)
  }
  if (!isToggle(node)) return node.value !== node.defaultValue
  return node.type === 'radio'
    ? node.checked && !node.defaultChecked
    : node.checked !== node.defaultChecked
}

/** Changes the control as a person would, so that React sees the event. */
function change(node: Control, to: string | boolean): void {
  if (isToggle(node)) {
    node.checked = !to
    node.click()
    return
  }
  if (node instanceof HTMLSelectElement) {
    node.value = String(to)
    node.dispatchEvent(new Event('change', { bubbles: true }))
    return
  }
  const { selectionStart, selectionEnd } = node
  // React remembers what is assigned to the element itself, and ignores an event without a difference to that.
  node.value = to === '' ? node.defaultValue : ''
  const prototype = node instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
  Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set?.call(node, to)
  if (selectionStart !== null) node.setSelectionRange(selectionStart, selectionEnd)
  node.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Sets a ref as React does; returns its clean-up. */
function attach<C>(ref: Ref<C> | undefined, node: C | null): (() => void) | undefined {
  if (typeof ref === 'function') return ref(node) ?? undefined
  if (ref) ref.current = node
  return undefined
}
