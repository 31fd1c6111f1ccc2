#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod date;
mod decimal;
mod era;
mod integer;
mod number;
mod wareki;
mod written;

pub use date::{DateProblem, PartialDate};
pub use decimal::{Decimal, parse_decimal};
pub use era::Era;
pub use integer::{NumericProblem, parse_integer, write_integer};
pub use number::NumberProblem;
pub use number::corporate::{corporate_number_check, is_corporate_number};
pub use number::individual::{individual_number_check, is_individual_number};
pub use number::insurer::{insurer_number_check, is_insurer_number};
pub use number::municipality::{is_municipality_code, municipality_code_check};
pub use number::welfare::{is_welfare_municipality_number, welfare_municipality_number_check};
pub use wareki::{write_era_digit, write_era_kanji, write_era_letter};
pub use written::{DateNotes, ReadDate, Reading, Sentinel, read_date};
