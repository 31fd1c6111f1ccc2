//! In `steps` for texts that hold a number; every item that is a number ends with it anyway.

use super::settings::Settings;
use super::{Fault, Made, Transform};
use utsushi_findings::{Both, Detail, NUM002, Problem};
use utsushi_value::{parse_decimal, parse_integer, write_integer};

pub(super) static NUMBER: Transform = Transform {
    name: "number",
    summary: Both {
        ja: "桁区切り・全角・後ろの符号・前の0などで書かれた数を標準の形にする。decimals は小数の桁数 (既定は整数)。\
             数値型の項目には書かなくても働く",
        en: "gives a number written with separators, in full width, with a sign behind or zeros in front its standard \
             form; decimals is how many decimals it has (by default a whole number); items that are numbers end with \
             it anyway",
    },
    example: r#"{ from = "面積", steps = [{ number = { decimals = 2 } }] }   ０１，２３４．５ → 1234.50、"number" だけなら ▲1,234 → -1234"#,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    Integer,
    Decimal(u8),
}

impl Number {
    pub fn read(setting: Option<&toml::Value>) -> Result<Number, Problem> {
        let settings = Settings::read(&NUMBER, setting, &["decimals"])?;
        Ok(match settings.number("decimals", 0..=18)?.map(u8::try_from) {
            Some(Ok(decimals @ 1..)) => Number::Decimal(decimals),
            _ => Number::Integer,
        })
    }

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

    #[test]
    fn decimals_are_declared() {
        assert_eq!(Number::read(None).unwrap(), Number::Integer);
        let two = toml::toml! { decimals = 2 };
        assert_eq!(Number::read(Some(&two.into())).unwrap(), Number::Decimal(2));
        let many = toml::toml! { decimals = 99 };
        assert!(Number::read(Some(&many.into())).unwrap_err().to_string().contains("from 0 to 18"));
    }
}
