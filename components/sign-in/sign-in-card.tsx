import type { ReactNode } from 'react'
import { Logo } from '@/components/ui/logo'
import { Card } from '@/components/ui/page'

/** The frame of the pages outside the console: sign-in, and no role. */
export const SignInCard = ({ title, children }: { title: string; children: ReactNode }) => (
  <main id="main" className="grid min-h-dvh place-items-center bg-bg p-6">
    <div className="w-full max-w-md">
      <p className="mb-4 flex items-center gap-2.5 font-semibold text-lg tracking-tight">
        <Logo className="size-7" />
        Gatehouse
      </p>
      <Card className="p-6">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {children}
      </Card>
    </div>
  </main>
)
