//! What people read of a run, from its manifest and its findings grouped.
//!
//! * [`html`] — one page that needs nothing else: the verdict first, then how many, then where and what to do. It is
//!   read in a browser without a network and printed on A4.
//! * [`xlsx`] — the same as a workbook, with room for what is decided about each finding.
//!
//! Neither knows how the data was produced, and neither looks at a clock: the same input gives the same bytes.

mod codes;
mod compare;
mod expected;
mod facts;
mod font;
mod layout_diff;
mod number;
mod page;
mod rehearsal;
#[cfg(test)]
mod testing;
mod verify;
mod visible;
mod words;
mod workbook;
mod worksheet;

pub use codes::{
    BLANK, CodeLine, Filled, StandardCodes, codes_csv, codes_xlsx, read_codes_csv, read_codes_xlsx,
};
pub use compare::compare_html;
pub use expected::{ExpectedLine, expected_xlsx, read_expected_xlsx};
pub use font::{Drawing, FONT_THREAD, draw_from_font};
pub use layout_diff::{layout_diff_csv, layout_diff_html};
pub use number::grouped;
pub use page::html;
pub use rehearsal::words as rehearsal_words;
pub use rehearsal::{
    AccountChange, FindingChange, NamedCount, RehearsalChanges, Where, bytes_text, history_html,
    rehearsal_changes, seconds_text,
};
pub use utsushi_delivery::{Example, Group, Overview};
pub use verify::{
    Change, ChangeCounts, City, CityBusiness, CityResult, change_counts, each_html, verify_html, verify_xlsx,
};
pub use workbook::xlsx;
pub use worksheet::{WorksheetLine, read_xlsx, worksheet_html, worksheet_xlsx};
