//! What people read of a verification: the page, the workbook, and one page over the deliveries of many cities.

mod annex;
mod changes;
mod counts;
mod desk;
mod each;
pub(crate) mod facts;
mod findings;
pub(crate) mod glance;
pub(crate) mod page;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod words;
mod workbook;

pub use changes::{Change, ChangeCounts, change_counts};
pub use each::{City, CityBusiness, CityResult, each_html};
pub use page::verify_html;
pub use workbook::verify_xlsx;
