'use client'
import { useEffect, useRef, useState } from 'react'
import { draftKey, dropDraft, keepDraft, readDraft } from '@/lib/client/drafts'
import { useMe } from '@/lib/client/use-me'

/**
 * A text that was typed and not sent, kept in the tab: `[text, setText, drop]`. `of` says what it belongs to, `start` is the
 * text without a draft. `drop` forgets it once it was sent.
 */
export function useTextDraft(
  op: string,
  of: Readonly<Record<string, unknown>>,
  start = '',
): [string, (change: string | ((was: string) => string)) => void, () => void] {
  const subject = useMe()?.subject
  const key = subject === undefined ? undefined : draftKey(subject, `${op}:text`, of)
  const [text, setText] = useState(start)
  const restored = useRef<string>(undefined)
  useEffect(() => {
    if (!key || restored.current === key) return
    restored.current = key
    const kept = readDraft(key)?.text
    if (typeof kept === 'string') setText(kept)
  }, [key])
  return [
    text,
    (change) =>
      setText((was) => {
        const next = typeof change === 'string' ? change : change(was)
        if (key) {
          if (next === start) dropDraft(key)
          else keepDraft(key, { text: next })
        }
        return next
      }),
    () => {
      if (key) dropDraft(key)
    },
  ]
}
