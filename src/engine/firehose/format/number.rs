//! Numbers as jq 1.6 prints them: as short as they can be, with an exponent where that is much shorter.

/// The text of a number.
pub fn as_jq(number: f64) -> String {
    if !number.is_finite() {
        return if number > 0.0 { "1.7976931348623157e+308" } else { "-1.7976931348623157e+308" }.to_owned();
    }
    let shortest = format!("{number:e}");
    let (digits, exponent) = shortest.split_once('e').expect("it has an exponent");
    let exponent: i32 = exponent.parse().expect("an exponent is a number");
    let places = digits.bytes().filter(u8::is_ascii_digit).count() as i32;
    if number == 0.0 || (-4..places + 15).contains(&exponent) {
        return format!("{number}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_jq_prints_them() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.5, "1.5"),
            (1e15, "1000000000000000"),
            (1e16, "1e+16"),
            (1.5e17, "1.5e+17"),
            (123_456_789_012_345_680.0, "123456789012345680"),
            (1e-4, "0.0001"),
            (1.25e-5, "1.25e-05"),
            (-1.5e300, "-1.5e+300"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "1.7976931348623157e+308"),
        ] {
            assert_eq!(as_jq(number), text);
        }
    }
}
