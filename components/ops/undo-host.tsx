'use client'
import { later } from '../ui/later'
import { useUndoAsked } from './undo-asked'

const UndoQuestion = later(() => import('./undo-question').then((m) => m.UndoQuestion))

/** Where an Undo asks, on every page: once, beside the place of the short messages that offer it. */
export function UndoHost() {
  const asked = useUndoAsked()
  return asked ? <UndoQuestion asked={asked} /> : null
}
