import Mail
import Testing

@Suite struct `Taking ticket numbers out of a subject` {
    @Test(arguments: [
        ("Re: [TKT-2026-00001] Lamp", "Re: Lamp"), ("[TKT-2026-00001] [tkt-7] Lamp", "Lamp"),
        ("Lamp [ TKT-2026-00001 ]", "Lamp"), ("[TKT-2026-00001]", ""), ("[TKT-2026-00001", "[TKT-2026-00001"),
        ("[list] Lamp [URGENT]", "[list] Lamp [URGENT]"), ("[[TKT-1] Lamp", "[ Lamp"), ("[TKT-] Lamp", "[TKT-] Lamp"),
        ("Не горит [TKT-2026-00001] лампа", "Не горит лампа"), ("", ""),
    ])
    func `leaves the rest as it is`(_ subject: String, _ bare: String) {
        #expect(Subject.withoutTicketTags(subject) == bare)
    }
}
