import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import type { KeptRun } from '@/lib/client/bulk-runs'
import type { Call } from '@/lib/ops/define'
import { asked } from './asked'

/** An undo of several rows, in the message that they are done. */
export type Undo = { label: string; detail?: string; run: () => void }

export type BulkRow = {
  id: string
  name: string
  /** Where it is, if the rows are in several places. */
  place?: string
  /** `shared` are the values of the fields, if there are any. */
  call: (shared: FieldValues) => { id: string; input: Record<string, unknown> }
  /** Why this row can't take it. */
  whyNot?: string | undefined
  /** A 404 means that nothing is left to do. */
  isGoneDone?: () => boolean
}

/** A command for several rows. It outlives the list that offered it, whose rows may disappear meanwhile. */
export type BulkAsked = {
  /** By default the verb and the rows. */
  title?: string
  /** `Delete` */
  verb: string
  /** `Deleting…` */
  doing: string
  /** The plural of the rows: `API keys`. */
  what: string
  rows: readonly BulkRow[]
  invalidates: readonly string[]
  isDanger: boolean
  /** A consequence of all rows together. */
  note?: ReactNode
  /** Fields whose values all rows share, and their initial values. */
  fields?: { start: FieldValues; show: ReactNode }
  /** The call that undoes a row. */
  undo?: (id: string, shared: FieldValues) => Call | undefined
  /** Undoes these rows together, in place of a call for each. */
  undoAll?: (ids: readonly string[]) => Undo | undefined
  /** Its input has a secret, so the browser doesn't keep it to continue after a reload. */
  isSecret?: boolean
  /** What it continues. */
  resumes?: KeptRun
  /** Gets the ids that are not done when the dialog closes. */
  onClose?: (left: readonly string[]) => void
}

/** Shows the dialog of a bulk action; undefined hides it. */
export const { ask: askInBulk, useAsked: useBulkAsked } = asked<BulkAsked>()
