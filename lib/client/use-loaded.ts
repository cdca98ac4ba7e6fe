'use client'
import { useState } from 'react'
import { online } from './online'

/**
 * A part of the page that is loaded when it is first wanted: undefined until then. Unlike `later` it leaves what
 * stands there in place while it loads, and keeps the type of a generic component.
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
