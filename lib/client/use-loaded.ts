'use client'
import { useState } from 'react'
import { online } from './online'

/**
 * A component loaded on demand; undefined until then. Unlike `later`, the current content stays while it loads, and generic
 * types are kept.
 */
export function useLoaded<Part>(load: () => Promise<Part>): [Part | undefined, () => void] {
  const [part, setPart] = useState<Part>()
  return [
    part,
    () =>
      void online()
        .then(load)
        .then(
          (loaded) => setPart(() => loaded),
          () => undefined,
        ),
  ]
}
