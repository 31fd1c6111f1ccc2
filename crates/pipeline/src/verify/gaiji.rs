//! SET023: gaiji that the data uses and 外字一覧 lacks, each code once, at its first place.

use super::assemble::Gathered;
use utsushi_check::character_name;
use utsushi_findings::{Action, Code, Detail, Finding, Origin, SET023};
use utsushi_text::Repertoire;

impl Gathered {
    /// Private characters to which the repertoire gives a meaning (行政事務標準文字) are no gaiji.
    pub(super) fn leave_out_taken(&mut self, repertoire: &Repertoire) {
        self.gaiji.retain(|character, _| !repertoire.contains(*character));
    }

    /// What is wrong, with the source it stands in.
    pub(super) fn unlisted(&mut self) -> Vec<(usize, Finding)> {
        let mut found = Vec::new();
        for (character, used) in &self.gaiji {
            if self.listed.contains(character) {
                continue;
            }
            self.gaiji_unlisted += 1;
            let text = format!("{} × {}", character_name(&character.to_string()), used.count);
            found.push((
                used.source,
                Finding {
                    code: Code(&SET023),
                    origin: Origin { input: 0, record: used.record, line: 0, offset: 0, occurrence: 1 },
                    target: Some(0),
                    item: Some(used.item),
                    value: String::new(),
                    detail: Detail::Text(text.into()),
                    action: Action::None,
                },
            ));
        }
        found
    }
}
