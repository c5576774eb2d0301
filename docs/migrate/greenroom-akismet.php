<?php
/**
 * Plugin Name: Greenroom for Akismet
 * Description: Sends what the Akismet plugin asks to your own Greenroom, and keeps both in step.
 * Version: 1.1
 *
 * Put this file into wp-content/mu-plugins, and into wp-config.php, above "That's all, stop editing!":
 *
 *     define( 'GREENROOM_URL', 'https://comments.example' );
 *     define( 'GREENROOM_WEBHOOK_SECRET', 'whsec_...' ); // if decisions in Greenroom are to come here
 */

defined( 'ABSPATH' ) || exit;

final class Greenroom_Akismet {

	/** How old or how far ahead a webhook may be, in seconds. */
	const TOLERANCE = 300;

	/** Whether the comment that was asked about last is held. */
	private static $held = false;

	/** Hooks in; without an address it leaves everything as it is. */
	public static function start() {
		if ( ! defined( 'GREENROOM_URL' ) ) {
			return;
		}
		add_filter( 'pre_http_request', array( __CLASS__, 'send' ), 10, 3 );
		add_filter( 'pre_option_comment_moderation', array( __CLASS__, 'hold' ) );
		add_filter( 'rest_pre_insert_comment', array( __CLASS__, 'hold_from_rest' ), 20 );
		add_action( 'transition_comment_status', array( __CLASS__, 'report' ), 20, 3 );
		add_action( 'rest_api_init', array( __CLASS__, 'listen' ) );
	}

	/** Sends a request that was meant for Akismet to Greenroom, as it is. */
	public static function send( $answer, $request, $url ) {
		$asked = wp_parse_url( $url );
		$host  = isset( $asked['host'] ) ? $asked['host'] : '';
		foreach ( (array) $request['headers'] as $name => $value ) {
			if ( 'host' === strtolower( $name ) ) { // an address of Akismet's may stand in the URL
				$host = $value;
				unset( $request['headers'][ $name ] );
			}
		}
		$akismet = '/^(?:([0-9a-f]{12})\.)?rest\.akismet\.com$/';
		if ( false !== $answer || ! preg_match( $akismet, strtolower( $host ), $found ) ) {
			return $answer;
		}
		$path = isset( $asked['path'] ) ? $asked['path'] : '/';
		$to   = untrailingslashit( GREENROOM_URL ) . $path;
		if ( isset( $found[1] ) ) { // an old plugin, with the key before the host's name
			$to = add_query_arg( 'api_key', $found[1], $to );
		}
		$response = wp_remote_request( $to, $request );
		return '/1.1/comment-check' === $path ? self::read( $response, $request ) : $response;
	}

	/**
	 * Notes whether a comment is held, or was not judged at all.
	 *
	 * The Akismet plugin would put off what is held: it tells moderators a day or two late, and
	 * approves what they have not looked at by then. So it is not told. What nobody has judged its
	 * later versions let out. So we hold both.
	 */
	private static function read( $response, $request ) {
		if ( is_wp_error( $response ) ) {
			self::$held = true;
			return $response;
		}
		$headers    = $response['headers'];
		$judged     = in_array( $response['body'], array( 'true', 'false' ), true );
		self::$held = ! $judged || isset( $headers['x-akismet-recheck-after'] );
		wp_parse_str( $request['body'], $asked );
		if ( isset( $asked['comment_ID'], $headers['x-akismet-guid'] ) ) { // asked about again
			update_comment_meta( (int) $asked['comment_ID'], 'akismet_guid', $headers['x-akismet-guid'] );
		}
		unset( $response['headers']['x-akismet-recheck-after'] );
		return $response;
	}

	/** Holds it as WordPress does where every comment must be approved: not what its own people write. */
	public static function hold( $moderates ) {
		return self::$held ? '1' : $moderates;
	}

	/** The same for comments by the REST API, which asks Akismet later than that. */
	public static function hold_from_rest( $comment ) {
		$passes = is_array( $comment ) && isset( $comment['comment_approved'] )
			&& '1' === (string) $comment['comment_approved'];
		if ( self::$held && $passes && ! current_user_can( 'moderate_comments' ) ) {
			$comment['comment_approved'] = 0;
		}
		return $comment;
	}

	/** Reports what a moderator approves; of what waits, the Akismet plugin reports only spam. */
	public static function report( $new, $old, $comment ) {
		$is_theirs = current_user_can( 'moderate_comments' )
			&& ! get_comment_meta( $comment->comment_ID, 'akismet_rechecking', true );
		if ( 'approved' === $new && 'unapproved' === $old && $is_theirs && class_exists( 'Akismet' ) ) {
			Akismet::submit_nonspam_comment( $comment->comment_ID );
		}
	}

	/** Takes what is decided in Greenroom, if there is a secret to know it by. */
	public static function listen() {
		if ( defined( 'GREENROOM_WEBHOOK_SECRET' ) ) {
			register_rest_route(
				'greenroom/v1',
				'/decisions',
				array(
					'methods'             => 'POST',
					'callback'            => array( __CLASS__, 'take' ),
					'permission_callback' => array( __CLASS__, 'is_signed' ),
				)
			);
		}
	}

	/** Checks the signature: https://www.standardwebhooks.com. */
	public static function is_signed( $request ) {
		$id     = $request->get_header( 'webhook_id' );
		$at     = $request->get_header( 'webhook_timestamp' );
		$secret = base64_decode( substr( GREENROOM_WEBHOOK_SECRET, strlen( 'whsec_' ) ) );
		$mac    = hash_hmac( 'sha256', $id . '.' . $at . '.' . $request->get_body(), $secret, true );
		$good   = 'v1,' . base64_encode( $mac );
		$signed = false;
		foreach ( explode( ' ', (string) $request->get_header( 'webhook_signature' ) ) as $one ) {
			$signed = hash_equals( $good, $one ) || $signed;
		}
		return $signed && abs( time() - (int) $at ) <= self::TOLERANCE;
	}

	/** Does here what a person decided there; what the policy says, this site was told when it asked. */
	public static function take( $request ) {
		$told     = $request['data'];
		$statuses = array(
			'approved' => 'approve',
			'held'     => 'hold',
			'rejected' => 'spam',
			'spam'     => 'spam',
		);
		if ( isset( $statuses[ $told['status'] ] ) && 'policy' !== $told['decided_by'] ) {
			$query = array(
				'meta_key'   => 'akismet_guid',
				'meta_value' => $told['id'],
				'status'     => 'any',
			);
			foreach ( get_comments( $query ) as $comment ) {
				wp_set_comment_status( $comment->comment_ID, $statuses[ $told['status'] ] );
			}
		}
		return new WP_REST_Response( null, 204 );
	}
}

Greenroom_Akismet::start();
