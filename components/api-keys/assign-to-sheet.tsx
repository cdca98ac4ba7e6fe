'use client'
import type { z } from 'zod'
import type { Command, Shape } from '@/lib/ops/define'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { OpFields } from '../form/op-fields'
import { ProjectField } from './assignments'

/** Gives a credential roles in a project that is chosen here. */
export const AssignToSheet = <I extends Shape, O extends z.ZodType>({
  op,
  id,
  orgId,
  onClose,
}: {
  op: Command<I, O>
  /** The credential's field and ID. */
  id: { apiUserId: string } | { clientId: string }
  orgId: string
  onClose: () => void
}) => (
  <FormSheetOpen
    op={op}
    title="Assign to a project"
    start={{ ...id, groupId: '', roles: [] } as never}
    onClose={onClose}
  >
    <ProjectField orgId={orgId} />
    <OpFields input={op.input} without={Object.keys(id)} />
  </FormSheetOpen>
)
