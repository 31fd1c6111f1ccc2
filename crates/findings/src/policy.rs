//! What a finding does to its row: the catalogue's defaults, overridden by the project's `[policy]`.

use crate::{CATALOGUE, Code, Disposition, Problem, did_you_mean, find, problem};

/// Characters that cannot be written: `[characters] unmapped` says for all of them what happens.
const UNMAPPED: &[&crate::Entry] = &[
    &crate::CHR003,
    &crate::CHR004,
    &crate::CHR013,
    &crate::CHR014,
    &crate::CHR015,
    &crate::CHR016,
    &crate::CHR017,
    &crate::CHR018,
    &crate::CHR019,
];

/// Disposition per code.
#[derive(Clone, Debug)]
pub struct Policy {
    by_index: Vec<Disposition>,
}

impl Default for Policy {
    fn default() -> Self {
        Policy { by_index: CATALOGUE.iter().map(|entry| entry.disposition).collect() }
    }
}

impl Policy {
    /// What `code` does to its row.
    pub fn of(&self, code: Code) -> Disposition {
        self.by_index.get(code.index()).copied().unwrap_or(code.0.disposition)
    }

    /// Overrides one code, as `[policy]` writes it: `CHR001 = "blank"`.
    ///
    /// # Errors
    /// An unknown code or disposition, or a code whose action cannot be changed: a record that could not be cut
    /// into fields, or a finding about a file, has no item to blank or keep.
    pub fn set(&mut self, id: &str, disposition: &str) -> Result<(), Problem> {
        let Some(code) = find(id) else {
            let problem =
                problem!("[policy] に不明なコード {id} があります", "[policy] names an unknown code {id}");
            return Err(problem.suggest(did_you_mean(id, CATALOGUE.iter().map(|entry| entry.id))));
        };
        let Some(value) = Disposition::from_name(disposition) else {
            return Err(problem!(
                "[policy] {id} の値「{disposition}」は reject・blank・keep のどれでもありません",
                "[policy] {id} is \"{disposition}\"; it must be reject, blank or keep"
            )
            .suggest(did_you_mean(disposition, ["reject", "blank", "keep"])));
        };
        use crate::Group::{Delivery, Duplicate, Framing, Reference};
        let across = ["REC013", "REC014", "REC015", "REC016", "REC017", "REC018", "REC019", "REC020"];
        let of_rows = matches!(code.0.group, Framing | Duplicate | Reference | Delivery);
        if of_rows || across.contains(&code.id()) {
            return Err(problem!(
                "[policy] {id} の扱いは変えられません(項目ではなくレコードやファイルについての指摘です)",
                "[policy] {id} cannot be changed: it is about a record or a file, not about an item"
            ));
        }
        if UNMAPPED.contains(&code.0) {
            return Err(problem!(
                "[policy] {id} は書けません。[characters] unmapped で選んでください",
                "[policy] {id} cannot stand here: [characters] unmapped decides it"
            ));
        }
        if value == Disposition::Keep && [&crate::CHR001, &crate::CHR002].contains(&code.0) {
            return Err(problem!(
                "[policy] {id} は keep にできません(文字として読めないので、残す値がありません)",
                "[policy] {id} cannot be keep: there is no character that could be kept"
            ));
        }
        if let Some(slot) = self.by_index.get_mut(code.index()) {
            *slot = value;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policy_overrides_one_code_and_no_other() {
        let mut policy = Policy::default();
        policy.set("DAT002", "reject").unwrap();
        assert_eq!(policy.of(Code(&crate::DAT002)), Disposition::Reject);
        assert_eq!(policy.of(Code(&crate::DAT001)), Disposition::Blank);
    }

    #[test]
    fn policy_names_the_nearest_code_for_a_typo() {
        let problem = Policy::default().set("DAT02", "reject").unwrap_err();
        assert!(problem.render(crate::Lang::En).contains("DAT002"), "{problem:?}");
    }

    #[test]
    fn framing_is_not_up_to_the_policy() {
        assert!(Policy::default().set("FMT001", "keep").is_err());
    }
}
