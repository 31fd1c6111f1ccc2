use utsushi_findings::{CHR003, CHR004, CHR005, CHR013, CHR014, Entry};
use utsushi_layout::CharacterFault;
use utsushi_text::{CharacterProblemKind, Repertoire, gaiji::vendor_code};

/// CHR003, CHR004, CHR005, CHR013, CHR014: the faulty characters of a value, of the kind of the first one, and whether
/// `[characters] unmapped` decides about them. `None` where there are none: the hot path.
#[inline]
pub(crate) fn check(value: &str, repertoire: &Repertoire) -> Option<(Vec<CharacterFault>, bool)> {
    repertoire.first_problem(value)?;
    Some(all(value, repertoire))
}

#[cold]
fn all(value: &str, repertoire: &Repertoire) -> (Vec<CharacterFault>, bool) {
    let (mut unmapped, mut control) = (Vec::new(), Vec::new());
    let mut start = 0;
    while let Some(problem) = value.get(start..).and_then(|rest| repertoire.first_problem(rest)) {
        let at = start + problem.offset;
        let code: &'static Entry = match problem.kind {
            CharacterProblemKind::Control => &CHR005,
            CharacterProblemKind::PrivateUse => &CHR003,
            CharacterProblemKind::UnregisteredSequence => &CHR013,
            CharacterProblemKind::LoneSelector => &CHR014,
            CharacterProblemKind::Outside => &CHR004,
        };
        let fault = CharacterFault {
            code: code.into(),
            span: at..at + problem.length,
            name: name(value.get(at..at + problem.length).unwrap_or("")),
        };
        match problem.kind {
            CharacterProblemKind::Control => control.push(fault),
            _ => unmapped.push(fault),
        }
        start = at + problem.length;
    }
    // A control character is an accident and no letter: it is told first, whatever else there is.
    if control.is_empty() { (unmapped, true) } else { (control, false) }
}

/// How a character, with the selector behind it, is named to people: its code points, and the cell it had in CP932.
pub fn name(text: &str) -> String {
    let codes: Vec<String> = text.chars().map(|character| format!("U+{:04X}", character as u32)).collect();
    let mut name = codes.join(" ");
    if let Some(cell) = text.chars().next().map(vendor_code).filter(|cell| !cell.starts_with("U+")) {
        name.push_str(&format!(" (CP932 {cell})"));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    // F040 is the first user-defined cell and F9FC the last (DOMAIN); F080 follows F07E.
    #[test]
    fn a_private_character_is_named_with_its_cell() {
        assert_eq!(name("\u{e000}"), "U+E000 (CP932 F040)");
        assert_eq!(name("\u{e03f}"), "U+E03F (CP932 F080)");
        assert_eq!(name("\u{e757}"), "U+E757 (CP932 F9FC)");
    }

    #[test]
    fn a_sequence_that_nobody_registered_is_one_fault() {
        let (faults, obeys) = check("山葛\u{e0100}", &Repertoire::Mj).unwrap();
        assert!(obeys);
        let fault = &faults[0];
        assert_eq!((fault.code.id(), fault.span.clone()), ("CHR013", 3..10));
        assert_eq!(fault.name, "U+845B U+E0100");
        assert_eq!(check("\u{e0100}", &Repertoire::Mj).unwrap().0[0].code.id(), "CHR014");
    }

    #[test]
    fn every_faulty_character_of_the_value_is_found() {
        let (faults, obeys) = check("山\u{e000}太\u{e001}郎", &Repertoire::Cp932).unwrap();
        assert!(obeys);
        assert_eq!(faults.iter().map(|fault| fault.span.clone()).collect::<Vec<_>>(), [3..6, 9..12]);
        assert!(check("山田　太郎①髙", &Repertoire::Cp932).is_none());
        assert_eq!(check("𠮷野", &Repertoire::Cp932).unwrap().0[0].code.id(), "CHR004");
    }

    #[test]
    fn control_characters_come_first_and_are_up_to_the_policy() {
        let (faults, obeys) = check("\u{e000}a\0", &Repertoire::Cp932).unwrap();
        assert!(!obeys);
        assert_eq!((faults[0].code.id(), faults[0].name.as_str()), ("CHR005", "U+0000"));
    }
}
