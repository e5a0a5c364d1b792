"""法制会商: a question on a draft, put to whoever gives the agency its legal opinions."""
