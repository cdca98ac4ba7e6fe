import { type FleetCell, type FleetCheck, pageOf } from '@/lib/ops/fleet'
import { foundAt } from '../blocks/finding-words'
import type { Row } from './filter'

/** Where a cell leads: to the one thing that was found, to the list of exactly those that it counts, or to the page. */
export const cellHref = (cell: FleetCell, check: FleetCheck, row: Row): string =>
  (cell.count ?? 0) > 1
    ? foundAt({
        checkLabel: check.label,
        orgName: row.orgName,
        groupName: row.groupId === null ? null : row.name,
      })
    : (cell.href ?? pageOf(check, row))
