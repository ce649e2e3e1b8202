//! Stub.
/// A query.
#[derive(Clone, Debug)]
pub struct Query(String);
impl Query {
    /// Parses.
    pub fn parse(text: &str) -> Result<Self, ()> {
        Ok(Self(text.trim_start_matches('.').to_owned()))
    }
    /// The value.
    pub fn value(&self, data: &[u8]) -> Result<String, ()> {
        let record = super::json::object(data).ok_or(())?;
        let value = record.at(&self.0).ok_or(())?;
        Ok(value.text().map_or_else(|| value.json().to_owned(), |text| text.to_string()))
    }
}
