import {
  Archive,
  Bell,
  Cable,
  Database,
  Fingerprint,
  KeyRound,
  Layers,
  type LucideIcon,
  Network,
  PackageOpen,
  Radio,
  ScrollText,
  Search,
  Settings,
  ShieldCheck,
} from 'lucide-react'
import type { NavPageName } from '@/lib/routes'

/** The icon of each page that a navigation shows. */
export const pageIcons: Record<NavPageName, LucideIcon> = {
  clusters: Database,
  accessList: ShieldCheck,
  apiKeys: KeyRound,
  alerts: Bell,
  auditing: ScrollText,
  privateEndpoints: Network,
  dataFederation: Layers,
  dataEndpoints: Cable,
  exportBuckets: PackageOpen,
  streams: Radio,
  cluster: Database,
  backup: Archive,
  search: Search,
  federation: Fingerprint,
  orgApiKeys: KeyRound,
  orgSettings: Settings,
}
