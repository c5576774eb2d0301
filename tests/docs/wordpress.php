<?php
// What of WordPress the plugin calls, over PHP's own HTTP; then a comment goes the plugin's way.
// Arguments: our URL, key, text, host that is asked.
define( 'ABSPATH', '/' );
define( 'GREENROOM_URL', $argv[1] . '/' );

$filters = array();

function add_filter( $name, $function, $priority = 10, $count = 1 ) {
	global $filters;
	$filters[ $name ] = $function;
}
function apply_filters( $name, ...$values ) {
	global $filters;
	return isset( $filters[ $name ] ) ? call_user_func( $filters[ $name ], ...$values ) : $values[0];
}
function wp_parse_url( $url ) {
	return parse_url( $url );
}
function untrailingslashit( $url ) {
	return rtrim( $url, '/' );
}
function add_query_arg( $name, $value, $url ) {
	return $url . '?' . http_build_query( array( $name => $value ) );
}
function is_wp_error( $response ) {
	return false === $response;
}
function wp_remote_request( $url, $request ) {
	$answer = apply_filters( 'pre_http_request', false, $request, $url );
	if ( false !== $answer ) {
		return $answer;
	}
	$lines = array();
	foreach ( $request['headers'] as $name => $value ) {
		$lines[] = "$name: $value";
	}
	$http = array(
		'method'        => $request['method'],
		'header'        => $lines,
		'content'       => $request['body'],
		'ignore_errors' => true,
	);
	$body    = file_get_contents( $url, false, stream_context_create( array( 'http' => $http ) ) );
	$headers = array();
	foreach ( $http_response_header as $line ) {
		if ( strpos( $line, ':' ) ) {
			list( $name, $value )               = explode( ':', $line, 2 );
			$headers[ strtolower( $name ) ] = trim( $value );
		}
	}
	return array( 'headers' => $headers, 'body' => $body );
}

require dirname( __DIR__, 2 ) . '/docs/migrate/greenroom-akismet.php';

$fields = array(
	'blog'            => 'https://blog.example',
	'user_ip'         => '198.51.100.77',
	'comment_author'  => 'Dora',
	'comment_content' => $argv[3],
	'permalink'       => 'https://blog.example/moon',
);
if ( 'rest.akismet.com' === $argv[4] ) {
	$fields['api_key'] = $argv[2];
}
$request  = array(
	'method'  => 'POST',
	'headers' => array(
		'Content-Type' => 'application/x-www-form-urlencoded; charset=UTF-8',
		'Host'         => 'rest.akismet.com',
	),
	'body'    => http_build_query( $fields ),
);
$response = wp_remote_request( "https://$argv[4]/1.1/comment-check", $request );
$rest     = apply_filters( 'rest_pre_insert_comment', array( 'comment_approved' => 1 ) );
echo json_encode(
	array(
		'body'     => $response['body'],
		'told'     => isset( $response['headers']['x-akismet-recheck-after'] ),
		'approved' => apply_filters( 'pre_comment_approved', 1 ),
		'spam'     => apply_filters( 'pre_comment_approved', 'spam' ),
		'rest'     => $rest['comment_approved'],
	)
);
