//! How high a check looks: at an item, a record, a file or the delivery.

use utsushi_findings::{Code, Group};

/// The heights, lowest first.
pub const HEIGHTS: [&str; 4] = ["item", "record", "file", "delivery"];

/// Codes of the group REC that rest on several rows.
const OF_FILES: [&str; 8] = ["REC013", "REC014", "REC015", "REC016", "REC017", "REC018", "REC019", "REC020"];

/// Codes of the group SET that rest on rows.
const OF_ROWS: [&str; 5] = ["SET002", "SET003", "SET021", "SET022", "SET028"];

/// The height of a code.
pub fn height(code: Code) -> &'static str {
    match code.0.group {
        Group::Characters | Group::Item | Group::Codes | Group::Dates | Group::Numbers | Group::Mapping => {
            "item"
        }
        Group::Record if OF_FILES.contains(&code.id()) => "file",
        Group::Framing | Group::Record => "record",
        Group::Duplicate | Group::Reference => "file",
        Group::Delivery if OF_ROWS.contains(&code.id()) => "file",
        Group::Delivery => "delivery",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_of_the_four_heights() {
        for entry in utsushi_findings::CATALOGUE {
            assert!(HEIGHTS.contains(&height(Code(entry))), "{}", entry.id);
        }
    }
}
