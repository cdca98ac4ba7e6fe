'use client'
import { lazyComponent } from '../ui/lazy-component'
import { useUndoAsked } from './undo-asked'

const UndoQuestion = lazyComponent(() => import('./undo-question').then((m) => m.UndoQuestion))

/** Renders the confirmation of an undo on every page. */
export function UndoHost() {
  const asked = useUndoAsked()
  return asked ? <UndoQuestion asked={asked} /> : null
}
