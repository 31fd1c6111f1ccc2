//! Not in `steps`: every item that is a number ends with it.

use super::{Fault, Made};
use utsushi_findings::{Detail, NUM002};
use utsushi_value::{parse_decimal, parse_integer, write_integer};

#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    Integer,
    Decimal(u8),
}

impl Number {
    pub fn apply<'a>(&self, text: &'a str, out: &mut String) -> Result<Made<'a>, Fault> {
        let fault = Fault { code: &NUM002, detail: Detail::None };
        match self {
            Number::Integer => match parse_integer(text) {
                Ok(value) => write_integer(value, out),
                Err(_) => return Err(fault),
            },
            Number::Decimal(scale) => match parse_decimal(text, *scale) {
                Ok(value) => value.write(out),
                Err(_) => return Err(fault),
            },
        }
        Ok(Made::New)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_their_standard_form() {
        let mut out = String::new();
        assert!(Number::Integer.apply(" 1,234-", &mut out).is_ok());
        assert!(Number::Decimal(2).apply("０１２．３", &mut out).is_ok());
        assert_eq!(out, "-123412.30");
        assert!(Number::Integer.apply("12円", &mut out).is_err());
    }
}
