use super::*;

/// The arguments of a request of a route with one parameter, as JSON.
fn args(target: &str, body: &[u8], parameters: &[(&str, &str)]) -> Result<String, Code> {
    let request = Request { method: "POST", target, body: Body::Json(body) };
    request.call("invoices.pay", parameters).map(|call| call.args().to_json()).map_err(|fault| fault.code())
}

fn query(query: &str) -> Result<String, Code> {
    args(&format!("/pay?{query}"), b"", &[])
}

#[test]
fn the_call_of_a_route_is_all_that_was_sent() {
    let target = "/v1/invoices/7731/payments?notify=yes";
    let body = br#"{"amount": 120}"#;
    let request = Request { method: "POST", target, body: Body::Json(body) };
    let call = request.call("invoices.pay", &[("invoice", "7731")]).unwrap();
    let same = Call::parse(r#"invoices.pay(amount = 120, notify = "yes", invoice = "7731")"#).unwrap();
    assert_eq!(call, same.with_http(Http::new("POST", target, body).unwrap()));
    // A body that is no JSON gives no arguments, and is bound all the same.
    let opaque = Request { body: Body::Opaque(body), ..request }.call("invoices.pay", &[("invoice", "7731")]).unwrap();
    assert_eq!(opaque.args().to_json(), r#"{"notify":"yes","invoice":"7731"}"#);
    assert_eq!(opaque.http(), call.http());
    assert_ne!(opaque.digest(), call.digest());
}

#[test]
fn nothing_is_coerced_and_nothing_filled_in() {
    assert_eq!(query("n=5&t=true&e=&z=null").unwrap(), r#"{"e":"","n":"5","t":"true","z":"null"}"#);
    assert_eq!(query("").unwrap(), "{}");
    assert_eq!(args("/pay", b"", &[]).unwrap(), "{}");
    assert_eq!(args("/pay", b"{}", &[]).unwrap(), "{}");
    assert_eq!(args("/pay", br#"{"n":5,"t":true,"l":[null]}"#, &[]).unwrap(), r#"{"l":[null],"n":5,"t":true}"#);
    assert_eq!(query("a=b=c&%61%62=%C3%BC%20%2B").unwrap(), r#"{"a":"b=c","ab":"ü +"}"#);
    // Decoded once, and a path's plus is a plus.
    assert_eq!(args("/pay/%2541+", b"", &[("name", "%2541+")]).unwrap(), r#"{"name":"%41+"}"#);
    assert_eq!(query("a=/?b").unwrap(), r#"{"a":"/?b"}"#);
}

#[test]
fn a_name_comes_once_wherever_it_stands() {
    let twice = Err(Code::CallInvalid);
    assert_eq!(query("a=1&b=2").unwrap(), r#"{"a":"1","b":"2"}"#);
    assert_eq!(query("a=1&a=2"), twice);
    assert_eq!(query("a=1&a=1"), twice);
    assert_eq!(query("a=1&%61=2"), twice, "a name in two spellings");
    assert_eq!(query("a=1&A=2").unwrap(), r#"{"A":"2","a":"1"}"#);
    assert_eq!(args("/pay?a=1", br#"{"a":1}"#, &[]), twice, "in the query and in the body");
    assert_eq!(args("/pay/1?a=1", b"", &[("a", "1")]), twice, "in the path and in the query");
    assert_eq!(args("/pay/1", br#"{"a":1}"#, &[("a", "1")]), twice, "in the path and in the body");
    assert_eq!(args("/pay/1/2", b"", &[("a", "1"), ("a", "2")]), twice, "in the path");
    assert_eq!(args("/pay", br#"{"a":1,"a":2}"#, &[]), Err(Code::JsonDuplicateName));
}

#[test]
fn what_readers_understand_differently_is_no_argument() {
    for odd in [
        "a", "=1", "=", "a=1&=2", "a=1&", "&a=1", "a=1&&b=2", "a=1;b", "a=1;b=2", ";a=1", "a=1+2", "+=1", "a=%",
        "a=%4", "a=%4g", "a=%+1", "a=%FF", "%C3=1",
    ] {
        assert_eq!(query(odd), Err(Code::CallInvalid), "{odd}");
    }
    assert_eq!(query("a=1%3Bb%3D2").unwrap(), r#"{"a":"1;b=2"}"#);
    // Brackets make no list: the one is a name, and another than `a`.
    assert_eq!(query("a[]=1&a=2").unwrap(), r#"{"a":"2","a[]":"1"}"#);
    assert_eq!(query("a[]=1&a[]=2"), Err(Code::CallInvalid));
    for segment in ["%", "%zz", "%ED%A0%80", "a%"] {
        assert_eq!(args("/pay/x", b"", &[("name", segment)]), Err(Code::CallInvalid), "{segment}");
    }
    for (body, code) in [
        (&b"[1]"[..], Code::CallInvalid),
        (b"null", Code::CallInvalid),
        (b"\"a\"", Code::CallInvalid),
        (b" ", Code::JsonSyntax),
        (b"{\"a\":1} x", Code::JsonSyntax),
        (b"{\"a\":\"\xFF\"}", Code::JsonString),
        (b"{\"a\":9007199254740993}", Code::JsonNumber),
    ] {
        assert_eq!(args("/pay", body, &[]), Err(code));
    }
    assert_eq!(args("/pay#a", b"", &[]), Err(Code::CallInvalid));
    let request = Request { method: "post", target: "/pay", body: Body::Opaque(b"") };
    assert_eq!(request.call("a.b", &[]).unwrap_err().code(), Code::CallInvalid);
}
