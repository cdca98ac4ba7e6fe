'use client'
import { announce } from '@/lib/client/announce'
import { useCommand } from '@/lib/client/use-command'
import { type AuditFilter, type ExportFormat, exportAudit } from '@/lib/ops/audit'
import { routes } from '@/lib/routes'
import { sayFailure } from '../ops/tell'
import { Menu, MenuItem, MenuLabel } from '../ui/menu'
import { ExportButton } from './export-button'

const formats: ReadonlyArray<readonly [ExportFormat, name: string, hint: string]> = [
  ['jsonl', 'JSON lines', 'as stored, to verify'],
  ['csv', 'CSV', 'for spreadsheets'],
  ['ocsf', 'OCSF 1.9', 'for a SIEM'],
]

/** Exports the rows that match the filter. The export is itself a row of the log. */
export function ExportMenuOpen({
  filter,
  isFiltered,
}: {
  filter: AuditFilter
  isFiltered: boolean
}) {
  const sending = useCommand(exportAudit)
  const start = (format: ExportFormat) =>
    sending.mutate(
      { format, filter },
      {
        onSuccess: ({ data: { seq } }) => {
          const link = document.createElement('a')
          link.href = routes.auditExport(seq)
          link.download = ''
          link.click()
          announce(`Export started. It is row ${seq} of the log.`)
        },
        onError: (error) => void sayFailure(error),
      },
    )
  return (
    <Menu defaultOpen trigger={<ExportButton pending={sending.isPending} />}>
      <MenuLabel>{isFiltered ? 'Matching rows' : 'All rows'}</MenuLabel>
      {formats.map(([format, name, hint]) => (
        <MenuItem key={format} onSelect={() => start(format)}>
          {name} <span className="ml-auto pl-4 text-muted text-xs">{hint}</span>
        </MenuItem>
      ))}
    </Menu>
  )
}
