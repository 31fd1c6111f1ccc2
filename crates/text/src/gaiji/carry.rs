//! Carrying a value into the target repertoire: gaiji become the glyphs they are identified with, and what the receiving
//! side does not take is reduced as far as the project allows. Nothing else is touched.

use std::ops::Range;

use super::{GaijiStatus, GaijiTable};
use crate::mj::{Spelled, spelled};
use crate::shrink::{Relation, Shrunk, shrink};
use crate::{Repertoire, is_private_use};

/// How values are carried in one run.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// What the receiving side takes.
    pub repertoire: Repertoire,
    /// What the source's gaiji are.
    pub gaiji: GaijiTable,
    /// Relations by which other characters may be reduced, in order; empty where nothing may.
    pub shrink: Vec<Relation>,
}

/// One character that was written as another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What stood in the source.
    pub from: String,
    /// What is written.
    pub to: String,
    /// Why.
    pub kind: ChangeKind,
}

/// Why a character is written as another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum ChangeKind {
    /// A gaiji became the glyph it is identified with.
    Gaiji,
    /// A gaiji became its substitute, since the glyph is not taken.
    Substitute,
    /// A reduction.
    Shrink(Relation),
}

impl ChangeKind {
    /// Its name in a manifest.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::Gaiji => "gaiji",
            ChangeKind::Substitute => "substitute",
            ChangeKind::Shrink(relation) => relation.name(),
        }
    }
}

/// A character that could not be carried, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Where it stands in the carried value, in bytes.
    pub span: Range<usize>,
    /// Why.
    pub kind: FaultKind,
}

/// Why a character could not be carried. What is simply outside the repertoire is no fault here: the check of the
/// repertoire finds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// A gaiji that the table has, but nobody has identified yet.
    Pending,
    /// A gaiji that somebody has said cannot be identified.
    Rejected,
    /// A private character in a Unicode export that the table does not have.
    PrivateInUnicode,
    /// Several targets of one rank; a person has to choose.
    Several(Vec<String>),
    /// Relations were chosen, and none leads to a character that is taken.
    NoTarget,
}

impl Carrier {
    /// Whether values written one behind the other need no look: every character is taken as it stands.
    #[inline]
    pub fn is_plain(&self, text: &str) -> bool {
        self.repertoire.is_plain(text)
    }

    /// Appends `value` to `out` as it is carried. `unicode` says that the source is in Unicode, where private characters have no
    /// cell of their own.
    pub fn carry(
        &self,
        value: &str,
        unicode: bool,
        out: &mut String,
        changes: &mut Vec<Change>,
        faults: &mut Vec<Fault>,
    ) {
        let begin = out.len();
        for one in spelled(value) {
            let start = out.len();
            let fault = match one.text.chars().next() {
                Some(private) if is_private_use(private) => {
                    self.carry_private(private, one, unicode, out, changes)
                }
                _ => self.carry_unit(one.text, one, out, changes),
            };
            faults.extend(fault.map(|kind| Fault { span: start - begin..out.len() - begin, kind }));
        }
    }

    fn carry_private(
        &self,
        private: char,
        one: Spelled<'_>,
        unicode: bool,
        out: &mut String,
        changes: &mut Vec<Change>,
    ) -> Option<FaultKind> {
        let Some(gaiji) = self.gaiji.get(private) else {
            out.push_str(one.text);
            return (unicode && !self.repertoire.contains(private)).then_some(FaultKind::PrivateInUnicode);
        };
        let fault = match gaiji.status {
            GaijiStatus::Identified => None,
            GaijiStatus::Pending => Some(FaultKind::Pending),
            GaijiStatus::Rejected => Some(FaultKind::Rejected),
        };
        if fault.is_some() {
            out.push_str(one.text);
            return fault;
        }
        let from = || one.text.to_owned();
        if let Some(spelling) = gaiji.spelling.as_ref().filter(|spelling| self.takes(spelling)) {
            out.push_str(spelling);
            changes.push(Change { from: from(), to: spelling.clone(), kind: ChangeKind::Gaiji });
            return None;
        }
        if let Some(substitute) = gaiji.substitute.as_ref().filter(|substitute| self.takes(substitute)) {
            out.push_str(substitute);
            changes.push(Change { from: from(), to: substitute.clone(), kind: ChangeKind::Substitute });
            return None;
        }
        match gaiji.spelling.as_ref().or(gaiji.substitute.as_ref()).and_then(|text| spelled(text).next()) {
            Some(glyph) => self.carry_unit(one.text, glyph, out, changes),
            None => {
                out.push_str(one.text);
                Some(FaultKind::NoTarget)
            }
        }
    }

    /// `from` is what stands in the source, `one` what it is.
    fn carry_unit(
        &self,
        from: &str,
        one: Spelled<'_>,
        out: &mut String,
        changes: &mut Vec<Change>,
    ) -> Option<FaultKind> {
        let leave = |out: &mut String| out.push_str(from);
        // か゚ is taken as a pair: its mark alone is not, and is no fault. A glyph or nothing: else there is nothing to reduce.
        if self.takes(one.text) || self.shrink.is_empty() {
            out.push_str(if self.takes(one.text) { one.text } else { from });
            return None;
        }
        match shrink(&self.shrink, one.text, one.glyph, |to| self.takes(to)) {
            Shrunk::To(to, relation) => {
                out.push_str(&to);
                changes.push(Change { from: from.to_owned(), to, kind: ChangeKind::Shrink(relation) });
                None
            }
            Shrunk::Several(targets, _) => {
                leave(out);
                Some(FaultKind::Several(targets))
            }
            Shrunk::Nothing => {
                leave(out);
                one.glyph.is_some().then_some(FaultKind::NoTarget)
            }
        }
    }

    fn takes(&self, text: &str) -> bool {
        self.repertoire.first_problem(text).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Gaiji;
    use super::*;
    use proptest::prelude::*;

    fn carrier(repertoire: Repertoire, shrink: &[Relation]) -> Carrier {
        let gaiji = |status, spelling: &str, substitute: &str| Gaiji {
            status,
            spelling: (!spelling.is_empty()).then(|| spelling.to_owned()),
            substitute: (!substitute.is_empty()).then(|| substitute.to_owned()),
        };
        let table = [
            ('\u{E000}', gaiji(GaijiStatus::Identified, "邉\u{E0119}", "")),
            ('\u{E001}', gaiji(GaijiStatus::Pending, "", "")),
            ('\u{E002}', gaiji(GaijiStatus::Rejected, "", "")),
            ('\u{E003}', gaiji(GaijiStatus::Identified, "𠮷", "吉")),
            ('\u{E004}', gaiji(GaijiStatus::Identified, "", "夢")),
        ];
        Carrier { repertoire, gaiji: table.into_iter().collect(), shrink: shrink.to_vec() }
    }

    fn carried(carrier: &Carrier, value: &str) -> (String, Vec<&'static str>, Vec<FaultKind>) {
        let (mut out, mut changes, mut faults) = (String::new(), Vec::new(), Vec::new());
        carrier.carry(value, false, &mut out, &mut changes, &mut faults);
        let changes = changes.iter().map(|change| change.kind.name()).collect();
        (out, changes, faults.into_iter().map(|fault| fault.kind).collect())
    }

    #[test]
    fn the_issue_s_names_go_through_mj_unchanged() {
        let names = "髙﨑𠮷邉\u{E010F}邉\u{E0119}\u{FA19}神\u{FE00}　ﾀﾛｳ";
        assert_eq!(carried(&carrier(Repertoire::Mj, Relation::ALL), names), (names.into(), vec![], vec![]));
    }

    #[test]
    fn an_identified_gaiji_becomes_its_glyph_and_others_stay() {
        let mj = carrier(Repertoire::Mj, &[]);
        assert_eq!(carried(&mj, "渡\u{E000}"), ("渡邉\u{E0119}".into(), vec!["gaiji"], vec![]));
        let (text, changes, faults) = carried(&mj, "\u{E001}\u{E002}\u{E0FF}");
        assert_eq!((text.as_str(), changes.len()), ("\u{E001}\u{E002}\u{E0FF}", 0));
        assert_eq!(faults, [FaultKind::Pending, FaultKind::Rejected]);
        assert_eq!(carried(&mj, "\u{E004}").1, ["substitute"]);
    }

    #[test]
    fn a_glyph_that_is_not_taken_is_substituted_before_it_is_reduced() {
        let jis = carrier(Repertoire::JisX0208, &[Relation::JisUnification, Relation::KosekiOyaji]);
        assert_eq!(carried(&jis, "\u{E003}田"), ("吉田".into(), vec!["substitute"], vec![]));
        assert_eq!(carried(&jis, "\u{E000}"), ("邉".into(), vec!["jis_unification"], vec![]));
        assert_eq!(carried(&jis, "髙﨑"), ("高崎".into(), vec!["jis_unification", "koseki_oyaji"], vec![]));
    }

    #[test]
    fn what_has_no_target_or_several_stays_with_a_fault() {
        let jis = carrier(Repertoire::JisX0208, &[Relation::JisUnification]);
        assert_eq!(carried(&jis, "﨑"), ("﨑".into(), vec![], vec![FaultKind::NoTarget]));
        assert_eq!(carried(&carrier(Repertoire::JisX0208, &[]), "﨑"), ("﨑".into(), vec![], vec![]));
    }

    #[test]
    fn a_private_character_of_unicode_that_no_table_knows_is_its_own_fault() {
        let (mut out, mut changes, mut faults) = (String::new(), Vec::new(), Vec::new());
        carrier(Repertoire::Mj, &[]).carry("山\u{F0000}", true, &mut out, &mut changes, &mut faults);
        assert_eq!(faults, [Fault { span: 3..7, kind: FaultKind::PrivateInUnicode }]);
    }

    proptest! {
        // Nothing is lost: without its changes the text is as it was, and carrying twice is carrying once.
        #[test]
        fn carrying_settles(value in "[亜-黑髙﨑𠮷\u{E000}-\u{E005}神\u{FE00}\u{E0100}か\u{309A}\0 ]{0,8}|.{0,8}") {
            for repertoire in Repertoire::ALL {
                let carrier = carrier(repertoire.clone(), Relation::ALL);
                let (once, changes, faults) = carried(&carrier, &value);
                if changes.is_empty() {
                    prop_assert_eq!(&once, &value);
                }
                prop_assert_eq!(carried(&carrier, &once).0, once);
                let _ = faults;
            }
        }
    }
}
